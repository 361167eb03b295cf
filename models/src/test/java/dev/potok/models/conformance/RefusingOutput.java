package dev.potok.models.conformance;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.ToolCallDelta;

/** Takes nothing of an answer. */
record RefusingOutput(RuntimeException why) implements ModelOutput {

  @Override
  public void text(String delta) {
    throw why;
  }

  @Override
  public void thinking(String delta) {
    throw why;
  }

  @Override
  public void toolCall(ToolCallDelta delta) {
    throw why;
  }
}
