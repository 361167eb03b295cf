package dev.potok.gguf;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.ToolCallDelta;
import java.util.concurrent.CountDownLatch;

/** Takes one piece and says so, and waits with the next until its thread is interrupted. */
final class HeldOutput implements ModelOutput {
  private final ModelOutput output;
  private final CountDownLatch begun;

  HeldOutput(ModelOutput output, CountDownLatch begun) {
    this.output = output;
    this.begun = begun;
  }

  @Override
  public void text(String delta) throws InterruptedException {
    output.text(delta);
    begun.countDown();
    new CountDownLatch(1).await();
  }

  @Override
  public void thinking(String delta) throws InterruptedException {
    output.thinking(delta);
  }

  @Override
  public void toolCall(ToolCallDelta delta) throws InterruptedException {
    output.toolCall(delta);
  }
}
