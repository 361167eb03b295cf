package dev.potok.storage;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.protocol.FinishReason;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that does what a test tells it, step by step. */
final class StepModel implements ModelProvider {

  private sealed interface Step {
    record Text(String delta) implements Step {}

    record Thinking(String delta) implements Step {}

    record Fail(ModelException cause) implements Step {}

    record Crash() implements Step {}

    record Finish(FinishReason reason) implements Step {}
  }

  /** Whether an answer waits for the one before it. */
  volatile boolean oneAtATime;

  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  final List<Prompt> prompts = new CopyOnWriteArrayList<>();
  final AtomicInteger interrupted = new AtomicInteger();

  StepModel says(String... deltas) {
    for (String delta : deltas) {
      steps.add(new Step.Text(delta));
    }
    return this;
  }

  StepModel thinks(String delta) {
    steps.add(new Step.Thinking(delta));
    return this;
  }

  StepModel finishes() {
    steps.add(new Step.Finish(FinishReason.STOP));
    return this;
  }

  StepModel finishes(FinishReason reason) {
    steps.add(new Step.Finish(reason));
    return this;
  }

  StepModel fails(ModelException.Kind kind) {
    steps.add(new Step.Fail(ModelException.of(kind, "as told")));
    return this;
  }

  StepModel crashes() {
    steps.add(new Step.Crash());
    return this;
  }

  @Override
  public String name() {
    return "step";
  }

  @Override
  public List<ModelInfo> models() {
    return List.of(new ModelInfo("one", "One"));
  }

  @Override
  public boolean answersOneAtATime() {
    return oneAtATime;
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    prompts.add(prompt);
    try {
      while (true) {
        switch (steps.take()) {
          case Step.Text(String delta) -> output.text(delta);
          case Step.Thinking(String delta) -> output.thinking(delta);
          case Step.Fail(ModelException cause) -> throw cause;
          case Step.Crash() -> throw new IllegalStateException("as told");
          case Step.Finish(FinishReason reason) -> {
            return new ModelCompletion(reason, OptionalLong.of(7));
          }
        }
      }
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }
}
