package dev.potok.testkit.torture;

import dev.potok.testkit.history.ModelPlan;
import java.util.random.RandomGenerator;

/**
 * What a user says, which also tells the model what to answer and how to fail.
 *
 * @param content the message, unlike any other
 * @param plan what the model makes of it
 */
record Question(String content, ModelPlan plan) {

  /** A question at random: most are answered well, some break off. */
  static Question random(RandomGenerator random, String name) {
    int tokens = random.nextInt(5, 80);
    int thoughts = random.nextInt(4) == 0 ? random.nextInt(1, 10) : 0;
    int rate = random.nextInt(60, 400);
    StringBuilder content = new StringBuilder(name);
    content.append(" [[numbered count=" + tokens + " rate=" + rate + "]]");
    if (thoughts > 0) {
      content.append(" [[think count=" + thoughts + "]]");
    }
    int after = random.nextInt(1, tokens + thoughts + 1);
    String fault =
        // No reset: it can take back a response that the provider has not read yet, so that it
        // rightly
        // asks again.
        switch (random.nextInt(30)) {
          case 0, 1 -> "[[cut after=" + after + " how=close]]";
          case 2 -> "[[end after=" + after + "]]";
          case 3 -> "[[error after=" + after + "]]";
          case 4 -> "[[malformed after=" + after + "]]";
          case 5 -> "[[status code=400]]";
          default -> "";
        };
    String manner =
        switch (random.nextInt(10)) {
          case 0 -> "[[stall after=" + after + " ms=" + random.nextInt(50, 300) + "]]";
          case 1 -> "[[first ms=" + random.nextInt(50, 300) + "]]";
          case 2 -> "[[slice bytes=" + random.nextInt(1, 40) + "]]";
          default -> "";
        };
    // The manner first: a fault would cut off what is put behind it.
    content.append(" " + manner + " " + fault);
    return new Question(
        content.toString().strip(), new ModelPlan(thoughts, tokens, fault.isEmpty()));
  }
}
