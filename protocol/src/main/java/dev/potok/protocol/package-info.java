/**
 * The records and events of the wire, and what turns them into bytes and back.
 *
 * <p>{@link dev.potok.protocol.MessageStreamHandler} reads a stream of any known format and calls a
 * {@link dev.potok.protocol.MessageStreamListener}; {@link dev.potok.protocol.AnswerEventEncoder}
 * writes Potok's own. Everything here runs on the JVM and, compiled by TeaVM, in the browser, so it
 * uses no threads, no input or output and no locale.
 */
@NullMarked
package dev.potok.protocol;

import org.jspecify.annotations.NullMarked;
