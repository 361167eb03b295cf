/**
 * What the page hears from the server without asking, and how the tabs of one browser share the one
 * connection that brings it. {@link dev.potok.web.live.LiveHub} is a tab's part in that: it leads
 * or follows; {@link dev.potok.web.live.EventsLine} is the leader's connection; {@link
 * dev.potok.web.live.SharedTransport} lets a chat's session read its answers there.
 *
 * <p>What decides is plain Java that knows no browser, and is tested with many tabs on the JVM.
 */
@NullMarked
package dev.potok.web.live;

import org.jspecify.annotations.NullMarked;
