package dev.potok.server.openai;

import dev.potok.engine.ConflictException;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelOutput;
import dev.potok.server.http.ComeBack;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The calls of models that run now. Thread-safe. */
final class ModelCalls {
  private final ComeBack comeBack;
  private final LongSupplier nanoTime;
  private final Set<ModelCall> running = ConcurrentHashMap.newKeySet();

  ModelCalls(ComeBack comeBack, LongSupplier nanoTime) {
    this.comeBack = comeBack;
    this.nanoTime = nanoTime;
  }

  /**
   * Lets a model answer from now on.
   *
   * @param onEnd is run by the model's thread when nothing more comes
   * @throws ConflictException if the server is about to end
   */
  ModelCall begin(
      ModelCatalog.Choice choice, CompletionRequest wanted, ModelOutput output, Runnable onEnd) {
    ModelCall call =
        new ModelCall(
            choice.provider(),
            wanted.prompt(choice.model()),
            output,
            ended -> {
              running.remove(ended);
              onEnd.run();
            });
    running.add(call);
    // After it is registered: either this sees that the server ends, or end() sees the call.
    if (comeBack.closing()) {
      running.remove(call);
      throw new ConflictException(ConflictException.Kind.SHUTTING_DOWN);
    }
    call.start();
    return call;
  }

  /** Waits for the calls that run, and ends those that take longer. */
  void end(Duration grace) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + grace.toNanos();
    for (ModelCall call : running) {
      call.awaitEnd(Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())));
    }
    running.forEach(ModelCall::interrupt);
  }
}
