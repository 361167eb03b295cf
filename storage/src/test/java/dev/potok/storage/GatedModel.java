package dev.potok.storage;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.protocol.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A model that says what a test has planned for a question, and ends when it is let. */
final class GatedModel implements ModelProvider {
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();

  /**
   * What to say to one question.
   *
   * @param pieces what is said at once
   * @param end the answer ends when this is open
   */
  record Plan(List<String> pieces, CountDownLatch end) {

    /** Lets the answer end. */
    void finish() {
      end.countDown();
    }
  }

  /** Plans the answer to a question. */
  Plan plan(String question, String... pieces) {
    Plan plan = new Plan(List.of(pieces), new CountDownLatch(1));
    plans.put(question, plan);
    return plan;
  }

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public List<ModelInfo> models() {
    return List.of(new ModelInfo("one", "One"));
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    Plan plan = plans.get(prompt.messages().getLast().content());
    if (plan == null) {
      throw new IllegalStateException("no plan for " + prompt.messages().getLast());
    }
    for (String piece : plan.pieces()) {
      output.text(piece);
    }
    plan.end().await();
    return new ModelCompletion(FinishReason.STOP, OptionalLong.empty());
  }
}
