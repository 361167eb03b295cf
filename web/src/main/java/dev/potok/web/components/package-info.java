/**
 * The parts that the page's screens are put together from.
 *
 * <p>Each is one element with what belongs to it: it is given what it shows and calls back for what
 * the reader asks for. None of them calls the server.
 */
@NullMarked
package dev.potok.web.components;

import org.jspecify.annotations.NullMarked;
