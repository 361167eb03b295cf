package dev.potok.server.openai;

import dev.potok.engine.ConflictException;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a model on a thread of its own. Unlike an answer in a chat it is for one client
 * alone, so it ends when that client has gone. Thread-safe.
 */
final class ModelCall implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ModelCall.class.getName());

  /** How a call ended. */
  sealed interface Outcome {

    /** The model has said all. */
    record Completed(ModelCompletion completion) implements Outcome {}

    /** The model failed, or the server ends. */
    record Failed(RuntimeException cause) implements Outcome {}
  }

  private final ModelProvider provider;
  private final Prompt prompt;
  private final ModelOutput output;
  private final Consumer<ModelCall> onEnd;
  private final Thread thread = Thread.ofVirtual().name("potok-model-call").unstarted(this::run);

  private volatile boolean serverEnds;

  private volatile @Nullable Outcome outcome;

  ModelCall(ModelProvider provider, Prompt prompt, ModelOutput output, Consumer<ModelCall> onEnd) {
    this.provider = provider;
    this.prompt = prompt;
    this.output = output;
    this.onEnd = onEnd;
  }

  void start() {
    thread.start();
  }

  private void run() {
    Outcome result = answer();
    outcome =
        result instanceof Outcome.Failed && serverEnds
            ? new Outcome.Failed(new ConflictException(ConflictException.Kind.SHUTTING_DOWN))
            : result;
    onEnd.accept(this);
  }

  private Outcome answer() {
    try {
      return new Outcome.Completed(provider.answer(prompt, output));
    } catch (InterruptedException e) {
      return new Outcome.Failed(new IllegalStateException("nobody wants the rest", e));
    } catch (ModelException e) {
      LOG.log(Level.WARNING, "a call of {0} failed: {1}", prompt.model(), e.getMessage());
      return new Outcome.Failed(e);
    } catch (TooLongException e) {
      return new Outcome.Failed(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a call of " + prompt.model() + " failed", e);
      return new Outcome.Failed(e);
    } catch (Error e) {
      LOG.log(Level.ERROR, "a call of " + prompt.model() + " failed", e);
      return new Outcome.Failed(new IllegalStateException(e));
    }
  }

  /** Ends the call since the server ends. */
  void interrupt() {
    serverEnds = true;
    thread.interrupt();
  }

  /** Waits for the end, at most so long. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  /** How the call ended; waits for it. */
  Outcome await() throws InterruptedException {
    Outcome known = outcome;
    if (known != null) {
      return known;
    }
    thread.join();
    return Objects.requireNonNull(outcome);
  }

  /** Ends the call, if it still runs, since nobody wants the rest. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
