/** The page: where it begins, what it asks of the server, and how its parts are put together. */
@NullMarked
package dev.potok.web;

import org.jspecify.annotations.NullMarked;
