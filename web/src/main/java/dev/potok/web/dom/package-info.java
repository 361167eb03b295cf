/**
 * The browser, as the page needs it: thin bindings to what TeaVM does not bind, and what builds
 * elements.
 *
 * <p>What the browser does later (requests, timers, frames, the clipboard) is wrapped here once, as
 * calls that return at once and call back on the page's only thread. Nothing here knows what a chat
 * is.
 */
@NullMarked
package dev.potok.web.dom;

import org.jspecify.annotations.NullMarked;
