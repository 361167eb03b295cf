package dev.potok.server;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Language;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Owner;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.PotokException;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.Mailbox;
import dev.potok.server.http.Piece;
import dev.potok.server.http.Problems;
import dev.potok.server.http.ReaderOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Writes to one reader what changes for a user, and the answers that the reader asks for, over one
 * connection. Each source has a thread that puts what it finds into a mailbox; the thread of the
 * request empties it.
 */
final class LiveStream {
  private static final Logger LOG = System.getLogger(LiveStream.class.getName());

  /** What a reader of this stream is told when the sources have nothing for so long. */
  private static final Duration PING_AFTER = ReaderOutput.PING_AFTER;

  private final Answers answers;
  private final Owner owner;
  private final Language language;
  private final ComeBack comeBack;
  private final Mailbox mailbox = new Mailbox();

  LiveStream(Answers answers, Owner owner, Language language, ComeBack comeBack) {
    this.answers = answers;
    this.owner = owner;
    this.language = language;
    this.comeBack = comeBack;
  }

  /**
   * Writes until the reader is gone or the server ends.
   *
   * @param wanted the answers, each with the number of its last event that the reader has; empty
   *     for the text so far
   */
  void write(ReaderOutput out, ChangeFeed.ChangeReader changes, Map<Long, OptionalLong> wanted)
      throws InterruptedException {
    CountDownLatch unread = new CountDownLatch(wanted.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        out.add(AnswerEventEncoder.ssePing());
        out.add(LiveEvents.sse(changes.position(), new LiveEvent.Ready(changes.missed())));
        out.flush();
        threads.execute(() -> interruptibly(() -> tell(changes, unread)));
        wanted.forEach((messageId, after) ->
            threads.execute(() -> interruptibly(() -> read(messageId, after, unread))));
        empty(out);
      } catch (IOException | UncheckedIOException e) {
        LOG.log(Level.DEBUG, () -> "a reader of changes is gone: " + e.getMessage());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private void empty(ReaderOutput out) throws IOException, InterruptedException {
    while (!mailbox.done()) {
      List<Piece> pieces = mailbox.take(PING_AFTER);
      for (Piece piece : pieces) {
        piece.writeTo(out);
      }
      if (pieces.isEmpty()) {
        out.add(AnswerEventEncoder.ssePing());
      }
      out.flush();
    }
  }

  /** The last to speak: when the server ends, so has every answer, and its end is told first. */
  private void tell(ChangeFeed.ChangeReader changes, CountDownLatch unread)
      throws InterruptedException {
    while (!changes.closed()) {
      Optional<List<ChangeFeed.Told>> next = changes.next(PING_AFTER);
      if (next.isEmpty()) {
        put(LiveEvents.sse(changes.position(), new LiveEvent.Ready(true)));
        continue;
      }
      for (ChangeFeed.Told told : next.get()) {
        put(LiveEvents.sse(told.position(), told.change()));
      }
    }
    unread.await();
    put(AnswerEventEncoder.sseRetry(comeBack.delay().toMillis()));
    mailbox.end();
  }

  private void read(long messageId, OptionalLong after, CountDownLatch unread)
      throws InterruptedException {
    try {
      AnswerReader reader = answers.read(owner, messageId, after);
      while (!reader.finished()) {
        for (LoggedEvent event : reader.next(PING_AFTER)) {
          mailbox.put(new Piece.AnswerPart(messageId, event));
        }
      }
    } catch (PotokException e) {
      refuse(messageId, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "answer " + messageId + " cannot be read", e);
      refuse(messageId, e);
    } finally {
      unread.countDown();
    }
  }

  private void refuse(long messageId, RuntimeException e) throws InterruptedException {
    put(
        LiveEvents.sse(
            new LiveEvent.AnswerRefused(messageId, Problems.problem(e, language, comeBack))));
  }

  private void put(byte[] bytes) throws InterruptedException {
    mailbox.put(new Piece.Bytes(bytes));
  }

  /** Who is interrupted is no longer needed. */
  private static void interruptibly(Source source) {
    try {
      source.run();
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "a source of changes was interrupted", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a source of changes failed", e);
    }
  }

  private interface Source {
    void run() throws InterruptedException;
  }
}
