/**
 * The server, as the page calls it: {@link dev.potok.web.api.Server} knows addresses and replies,
 * {@link dev.potok.web.api.HttpTransport} the calls of a chat's session, {@link
 * dev.potok.web.api.Resources} all others.
 */
@NullMarked
package dev.potok.web.api;

import org.jspecify.annotations.NullMarked;
