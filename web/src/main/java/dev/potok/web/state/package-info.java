/**
 * What the page knows: where it is, what it lists, what is set, what was written and not sent.
 *
 * <p>Nothing here draws. {@link dev.potok.web.state.ChatDirectory} asks the server; everything else
 * is pure and tested on the JVM.
 */
@NullMarked
package dev.potok.web.state;

import org.jspecify.annotations.NullMarked;
