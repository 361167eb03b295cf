package dev.potok.engine;

import dev.potok.engine.AnswerStore.Ending;
import dev.potok.engine.AnswerStore.Failure;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.PotokException;
import dev.potok.protocol.ToolCallDelta;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One running answer and the thread that owns it: a virtual thread that calls the model and appends
 * to the answer's log. It runs to its end whether anybody reads it or not. {@link #stop} and {@link
 * #interrupt} may be called by any thread.
 */
final class RunningAnswer {
  private static final Logger LOG = System.getLogger(RunningAnswer.class.getName());

  /**
   * The longest answer, its thinking included, in characters. With its question, which is at most 1
   * MiB, it makes an event that every reader takes ({@code SseDecoder.MAX_EVENT_CHARACTERS}), also
   * where JSON writes each character as six.
   */
  static final int MAX_ANSWER_CHARACTERS = 768 * 1024;

  /** How long a failed attempt to store an end waits for the next. */
  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  /**
   * What all answers share.
   *
   * @param onFailure what becomes of an answer that has text and fails
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  record Surroundings(
      AnswerStore store, PromptBuilder prompts, OnFailure onFailure, LongSupplier nanoTime) {}

  /** Is told what becomes of an answer. */
  interface Watcher {

    /**
     * The answer has ended, and the end is stored.
     *
     * @param here whether this answer's own thread, or a call of its methods, has ended it
     */
    void ended(RunningAnswer answer, MessageStatus status, boolean here);

    /** Whether the server is about to end, so that an end that cannot be stored is given up. */
    boolean shuttingDown();
  }

  private final Surroundings around;
  private final Watcher watcher;
  private final Owner owner;
  private final AnswerLog log;
  private final ModelCatalog.Choice choice;
  private final Language language;
  private final AnswerTiming timing;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;

  RunningAnswer(
      Surroundings around,
      Watcher watcher,
      Owner owner,
      AnswerLog log,
      ModelCatalog.Choice choice,
      Language language) {
    this.around = around;
    this.watcher = watcher;
    this.owner = owner;
    this.log = log;
    this.choice = choice;
    this.language = language;
    this.timing = new AnswerTiming(around.nanoTime);
  }

  Owner owner() {
    return owner;
  }

  AnswerLog log() {
    return log;
  }

  ModelCatalog.Choice choice() {
    return choice;
  }

  void begin() {
    Thread owning = Thread.ofVirtual().name("answer-" + log.messageId()).unstarted(this::answer);
    thread = owning;
    owning.start();
  }

  /**
   * Ends the answer and keeps what came. Tried once: who asks for a stop is told if it cannot be
   * stored. The model is stopped nevertheless, and the answer's own thread tries until it is.
   */
  void stop() {
    stopping = true;
    try {
      store(stopped());
    } finally {
      interruptModel();
    }
  }

  private Ending stopped() {
    return ending(
        MessageStatus.STOPPED,
        Optional.of(FinishReason.STOPPED),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** Ends the answer since the server ends. */
  void interrupt() {
    end(
        MessageStatus.INTERRUPTED,
        Optional.empty(),
        Optional.of(Failures.interrupted(language)),
        OptionalLong.empty());
    interruptModel();
  }

  private void interruptModel() {
    Thread owning = thread;
    if (owning != null) {
      owning.interrupt();
    }
  }

  private void answer() {
    try {
      if (log.ended() || stopping) {
        endIfStopped();
        return;
      }
      Prompt prompt = around.prompts.build(owner, log.start(), choice.model());
      complete(choice.provider().answer(prompt, new LogOutput(log, timing)));
    } catch (TooLongException e) {
      complete(new ModelCompletion(FinishReason.LENGTH, OptionalLong.empty()));
    } catch (ModelException e) {
      LOG.log(Level.WARNING, "answer {0} failed: {1}", log.messageId(), e.getMessage());
      fail(Failures.of(e, language));
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "answer {0} was interrupted", log.messageId());
      endIfStopped();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "answer " + log.messageId() + " failed", e);
      fail(Failures.internal(language));
    }
  }

  /** Whoever interrupts ends the answer; but a Stop may not have been stored. */
  private void endIfStopped() {
    if (stopping && !log.ended()) {
      end(stopped());
    }
  }

  private void complete(ModelCompletion completion) {
    if (log.isEmpty()) {
      fail(Failures.empty(language));
      return;
    }
    end(
        MessageStatus.COMPLETE,
        Optional.of(completion.finishReason()),
        Optional.empty(),
        completion.tokens());
  }

  private void fail(Failure failure) {
    end(MessageStatus.FAILED, Optional.empty(), Optional.of(failure), OptionalLong.empty());
  }

  /** An end must not be lost to a full disk or a locked file: it is tried until it is stored. */
  private void end(
      MessageStatus status,
      Optional<FinishReason> finishReason,
      Optional<Failure> failure,
      OptionalLong tokens) {
    end(ending(status, finishReason, failure, tokens));
  }

  private void end(Ending ending) {
    while (true) {
      try {
        store(ending);
        return;
      } catch (StorageException e) {
        LOG.log(Level.ERROR, "the end of answer " + log.messageId() + " is not stored yet", e);
        if (watcher.shuttingDown() || !pause()) {
          return;
        }
      }
    }
  }

  private void store(Ending ending) {
    boolean here = !log.ended() && around.store.end(log, ending);
    watcher.ended(this, ending.status(), here);
  }

  private Ending ending(
      MessageStatus status,
      Optional<FinishReason> finishReason,
      Optional<Failure> failure,
      OptionalLong tokens) {
    boolean isUnwanted =
        around.onFailure == OnFailure.REMOVE
            && (status == MessageStatus.FAILED || status == MessageStatus.INTERRUPTED);
    return new Ending(status, finishReason, failure, tokens, timing.taken(), isUnwanted);
  }

  /** Whether to try again; sooner if another has stored an end meanwhile. */
  private boolean pause() {
    try {
      log.awaitEnd(STORE_RETRY);
      return true;
    } catch (InterruptedException e) {
      return !watcher.shuttingDown();
    }
  }

  /** A model's output goes to the log, up to the longest answer. */
  private static final class LogOutput implements ModelOutput {
    private final AnswerLog log;
    private final AnswerTiming timing;
    private int left;

    LogOutput(AnswerLog log, AnswerTiming timing) {
      this.timing = timing;
      this.log = log;
      this.left = MAX_ANSWER_CHARACTERS - log.text().length() - log.thinking().length();
    }

    @Override
    public void text(String delta) throws InterruptedException {
      timing.text();
      append(MessageDelta.Kind.TEXT, delta);
    }

    @Override
    public void thinking(String delta) throws InterruptedException {
      timing.thinking();
      append(MessageDelta.Kind.THINKING, delta);
    }

    /** A chat offers no tools, so a model that calls one has made it up. */
    @Override
    public void toolCall(ToolCallDelta delta) {}

    private void append(MessageDelta.Kind kind, String delta) throws InterruptedException {
      if (delta.length() > left) {
        log.append(new MessageDelta(kind, delta.substring(0, left)));
        throw new TooLongException();
      }
      left -= delta.length();
      log.append(new MessageDelta(kind, delta));
    }
  }

  /** The model has said as much as an answer may hold. */
  private static final class TooLongException extends PotokException {
    TooLongException() {
      super("an answer of more than " + MAX_ANSWER_CHARACTERS + " characters");
    }
  }
}
