package dev.potok.client;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An answer that is read while it is written, on the caller's thread.
 *
 * {@snippet class="dev.potok.client.Examples" region="events"}
 *
 * <p><b>Events.</b> The first is a {@link MessageStart}, unless the answer is {@linkplain
 * Chat#read(long, long) read from the middle}; then come {@link MessageDelta}s, and the last is a
 * {@link MessageEnd}. The text of the start and the deltas behind it are together the text of the
 * end, always. A further {@code MessageStart} replaces all text before it; no server of today sends
 * one, since whatever is missing comes as a delta. An {@link dev.potok.protocol.AnswerError} is not
 * among the events: it is thrown as {@link AnswerFailedException}, so that an answer that failed is
 * not taken for one that has ended.
 *
 * <p><b>Connections.</b> When the connection is cut, silent for too long or cannot be made, it is
 * made again, after waits that grow and are spread, and the reading goes on behind the last event:
 * no event is missed, and none comes twice. If the server is not found again in {@linkplain
 * PotokClient.Builder#giveUpAfter the time for that}, {@link RetryLaterException} is thrown.
 *
 * <p><b>The end of reading.</b> {@link #stop} ends the answer at the server, and the events then
 * come to their end. {@link #close} only ends the reading; the answer goes on. One that is not
 * closed and not read to its end leaks a connection. A thread that is interrupted while it waits
 * gets a {@link WaitInterruptedException}.
 *
 * <p>One thread at a time reads, and a second one that comes between gets an {@link
 * IllegalStateException}; {@link #stop} and {@link #close} may be called by any.
 */
public final class Answer implements Iterable<AnswerEvent>, AutoCloseable {
  private final Chat chat;
  private final AnswerReading reading;

  private Answer(Chat chat, AnswerReading reading) {
    this.chat = chat;
    this.reading = reading;
  }

  static Answer open(Chat chat, Calls calls, Opening opening) {
    AnswerReading reading = new AnswerReading(chat.id(), calls, opening);
    try {
      reading.begin();
      return new Answer(chat, reading);
    } catch (RuntimeException e) {
      reading.close();
      throw e;
    }
  }

  /** The chat that it belongs to. */
  public Chat chat() {
    return chat;
  }

  /** The answer's number, by which it can be read or stopped from elsewhere too. */
  public long messageId() {
    return reading.messageId().orElseThrow();
  }

  /** The question as it was stored; absent if it was deleted, or the beginning was not read. */
  public Optional<MessageRead> userMessage() {
    return reading.userMessage();
  }

  /**
   * The events, each waited for. An answer is read once: a second iterator goes on where the first
   * one is. Its methods throw as is said above, and {@link
   * java.util.concurrent.CancellationException} once the answer is closed.
   */
  @Override
  public Iterator<AnswerEvent> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reading.hasNext();
      }

      @Override
      public AnswerEvent next() {
        return reading.next().orElseThrow(() -> new NoSuchElementException("the answer has ended"));
      }
    };
  }

  /** What was read of the text so far, without waiting. */
  public String textSoFar() {
    return reading.text().text();
  }

  /** What was read of the model's thinking so far, without waiting. */
  public String thinkingSoFar() {
    return reading.text().thinking();
  }

  /** The number of the last event that was read, with which {@link Chat#read} goes on; or 0. */
  public long lastSeq() {
    return reading.position().orElse(0);
  }

  /**
   * Reads the rest and gives the end. Its {@linkplain MessageEnd#finishReason reason} tells whether
   * the text is whole, was stopped, or was cut by a limit.
   */
  public MessageEnd await() {
    Optional<AnswerEvent> event = reading.next();
    while (event.isPresent()) {
      event = reading.next();
    }
    return reading.end().orElseThrow();
  }

  /** Reads the rest and gives the text. */
  public String text() {
    return await().message().content();
  }

  /**
   * Ends the answer at the server, which keeps what came; the events then come to their end. One
   * that has ended stays as it is.
   *
   * @return the message as it is stored now
   */
  public MessageRead stop() {
    return chat.stop(messageId());
  }

  /** Ends the reading; the answer goes on at the server. Harmless a second time. */
  @Override
  public void close() {
    reading.close();
  }

  @Override
  public String toString() {
    return chat + ", answer " + messageId();
  }
}
