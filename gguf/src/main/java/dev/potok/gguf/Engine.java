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

  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicInteger abandoned = new AtomicInteger();

  /** An engine for one model. */
  Engine(LocalModel model, int contextTokens) {
    this.model = model;
    this.contextTokens = contextTokens;
  }

  /** A piece of an answer, or its end. */
  sealed interface Piece {
    /** A further text, which is not empty. */
    record Text(String text) implements Piece {}

    /**
     * The answer has come to its end.
     *
     * @param isCut whether only its limit has ended it
     * @param tokens how many the model has made, the mark of the end included
     */
    record End(boolean isCut, int tokens) implements Piece {}

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
    private final StopStrings stops;
    private boolean ended;

    /** The answer's pump waits for a piece. */
    private volatile boolean waits = true;

    private Answer(Completion completion) {
      String prompt = model.prompt(completion);
      promptTokens = model.promptTokens(prompt);
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
      stops = new StopStrings(completion.stop());
      source = model.generate(prompt, completion, limit);
      new Thread(null, this::pump, "llama", STACK_BYTES).start();
    }

    /** The next piece; empty if there is none within the time. */
    Optional<Piece> next(long time, TimeUnit unit) throws InterruptedException {
      Optional<Piece> piece = Optional.ofNullable(pieces.poll(time, unit));
      piece.ifPresent(found -> ended = !(found instanceof Piece.Text));
      return piece;
    }

    int promptTokens() {
      return promptTokens;
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
        pieces.add(write());
      } catch (RuntimeException | Error e) {
        pieces.add(new Piece.Failed(String.valueOf(e.getMessage())));
      } finally {
        waits = false;
      }
    }

    /** Hands on what the model makes, to the end of the answer. */
    private Piece.End write() {
      int tokens = 0;
      while (true) {
        switch (source.next()) {
          case LocalModel.Made.Text made -> {
            tokens += made.tokens();
            handOn(stops.add(made.text()));
            if (stops.found()) {
              source.cancel();
              return new Piece.End(false, tokens);
            }
          }
          case LocalModel.Made.End made -> {
            handOn(stops.rest());
            return new Piece.End(made.isCut(), made.isCut() ? limit : tokens);
          }
        }
      }
    }

    private void handOn(String text) {
      if (!text.isEmpty()) {
        pieces.add(new Piece.Text(text));
      }
    }
  }
}
