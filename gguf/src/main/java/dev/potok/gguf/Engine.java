package dev.potok.gguf;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One loaded model. One answer is written at a time, the others wait for their turn. Thread-safe.
 *
 * <p>Each piece is waited for inside native code, and a task that is cancelled while its prompt is
 * read leaves that wait without an end. So a thread of its own waits there for each answer; it is
 * given up when its answer is. When {@link #MAX_ABANDONED} such threads have gathered and nobody
 * waits, the process ends, and its parent starts another.
 */
final class Engine {

  /** How many given-up threads there may be before a fresh process is worth more. */
  static final int MAX_ABANDONED = 64;

  private static final int STACK_BYTES = 256 * 1024;

  private final LocalModel model;
  private final int contextTokens;

  /** What a text of no characters comes to: the mark of the beginning, if the model has one. */
  private final int markTokens;

  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicInteger abandoned = new AtomicInteger();

  /** An engine for one model. */
  Engine(LocalModel model, int contextTokens) {
    this.model = model;
    this.contextTokens = contextTokens;
    this.markTokens = model.tokens("");
  }

  /** A piece of an answer, or its end. */
  sealed interface Piece {
    /** A further text, which may be empty. */
    record Text(String text) implements Piece {}

    /** The answer has come to its end. */
    record End() implements Piece {}

    /** The model has failed. */
    record Failed(String message) implements Piece {}
  }

  /**
   * Waits for the caller's turn.
   *
   * @return whether it has come; {@link #begin} must follow then
   */
  boolean awaitTurn(long time, TimeUnit unit) throws InterruptedException {
    return turn.tryAcquire(time, unit);
  }

  /**
   * Begins an answer in the caller's turn, which {@link Answer#close} ends.
   *
   * @throws RuntimeException if it cannot be begun; the turn has ended
   */
  Answer begin(Completion completion) {
    try {
      return new Answer(completion);
    } catch (RuntimeException | Error e) {
      turn.release();
      throw e;
    }
  }

  /** One answer while it is written. Closed by its one reader. */
  final class Answer implements AutoCloseable {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final LocalModel.Pieces source;
    private final int promptTokens;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    /** The answer's pump waits for a piece. */
    private volatile boolean waits = true;

    private Answer(Completion completion) {
      String prompt = model.prompt(completion);
      promptTokens = model.tokens(prompt);
      if (promptTokens >= contextTokens) {
        throw new IllegalArgumentException(
            "the conversation has "
                + promptTokens
                + " tokens (expected: less than the context of "
                + contextTokens
                + ")");
      }
      limit =
          (int)
              Math.min(completion.maxTokens().orElse(contextTokens), contextTokens - promptTokens);
      source = model.generate(prompt, completion, limit);
      new Thread(null, this::pump, "llama", STACK_BYTES).start();
    }

    /** The next piece; empty if there is none within the time. */
    Optional<Piece> next(long time, TimeUnit unit) throws InterruptedException {
      Optional<Piece> piece = Optional.ofNullable(pieces.poll(time, unit));
      piece.ifPresent(found -> {
        switch (found) {
          case Piece.Text more -> text.append(more.text());
          case Piece.End _, Piece.Failed _ -> ended = true;
        }
      });
      return piece;
    }

    int promptTokens() {
      return promptTokens;
    }

    /** The tokens so far, counted in the text: the binding does not tell their number. */
    int tokens() {
      return text.isEmpty() ? 0 : Math.max(0, model.tokens(text.toString()) - markTokens);
    }

    /** Whether the answer has as many tokens as it may have. */
    boolean isFull() {
      return tokens() >= limit;
    }

    /** Ends the turn; an answer that has not ended is given up. */
    @Override
    public void close() {
      if (!ended) {
        source.cancel();
        if (waits) {
          abandoned.incrementAndGet();
        }
      }
      turn.release();
      if (abandoned.get() >= MAX_ABANDONED && !turn.hasQueuedThreads()) {
        GgufServer.halt();
      }
    }

    private void pump() {
      try {
        while (source.hasNext()) {
          pieces.add(new Piece.Text(source.next()));
        }
        pieces.add(new Piece.End());
      } catch (RuntimeException | Error e) {
        pieces.add(new Piece.Failed(String.valueOf(e.getMessage())));
      } finally {
        waits = false;
      }
    }
  }
}
