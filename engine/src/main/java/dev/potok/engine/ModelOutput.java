package dev.potok.engine;

import dev.potok.protocol.ToolCallDelta;

/** Takes a model's answer as it grows. May block, which slows the model down. */
public interface ModelOutput {

  /** A further piece of the answer, not empty. */
  void text(String delta) throws InterruptedException;

  /** A further piece of the thinking, not empty. */
  void thinking(String delta) throws InterruptedException;

  /** A further piece of a call of a tool; only a prompt that offers tools leads to one. */
  void toolCall(ToolCallDelta delta) throws InterruptedException;

  /** Whether somebody may read the answer while it grows; if not, no pause in it is of use. */
  default boolean isReadAsItGrows() {
    return true;
  }
}
