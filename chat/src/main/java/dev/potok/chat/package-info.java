/**
 * The state of one open chat: what is shown, what is being sent, what is being streamed.
 *
 * <p>{@link dev.potok.chat.ChatSession} holds it and tells a {@link dev.potok.chat.ChatListener}
 * what changed; it reaches the server through a {@link dev.potok.chat.ChatTransport} and waits
 * through a {@link dev.potok.chat.Scheduler}. Everything here runs on one thread, on the JVM and,
 * compiled by TeaVM, in the browser.
 */
@NullMarked
package dev.potok.chat;

import org.jspecify.annotations.NullMarked;
