/**
 * The Java library for Potok. {@link dev.potok.client.PotokClient} reaches a server, {@link
 * dev.potok.client.Chat} is one of its chats, and {@link dev.potok.client.Answer} is read event by
 * event on the caller's thread, over as many connections as that takes.
 *
 * {@snippet class="dev.potok.client.Examples" region="hello"}
 *
 * <p>What a server or a network does wrong is a {@link dev.potok.client.PotokClientException}, of a
 * type for what the caller can do about it. A caller that closes what it reads, on another thread,
 * ends the reading with a {@link java.util.concurrent.CancellationException}; one that breaks the
 * rules of a method, as by null or by two threads that read one answer, gets the JDK's exceptions
 * for that. The state of a chat that is shown, with messages that are being sent and rolled back,
 * is not here but in {@code dev.potok.chat}. Its session is called back on one thread, while a
 * program waits in a loop; so the two share the waits between attempts and the decoder, and each
 * has its own few lines that resume.
 */
@NullMarked
package dev.potok.client;

import org.jspecify.annotations.NullMarked;
