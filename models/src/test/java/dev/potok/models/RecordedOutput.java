package dev.potok.models;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;

/** Keeps an answer as it comes, for a thread that looks on. */
final class RecordedOutput implements ModelOutput {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<ToolCallDelta> toolCalls = new ArrayList<>();

  @Override
  public synchronized void text(String delta) {
    text.append(delta);
  }

  @Override
  public synchronized void thinking(String delta) {
    thinking.append(delta);
  }

  @Override
  public synchronized void toolCall(ToolCallDelta delta) {
    toolCalls.add(delta);
  }

  synchronized List<ToolCallDelta> toolCalls() {
    return List.copyOf(toolCalls);
  }

  synchronized String text() {
    return text.toString();
  }

  synchronized String thinking() {
    return thinking.toString();
  }
}
