package dev.potok.models.conformance;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps an answer as it comes, for a thread that looks on. */
public final class RecordedOutput implements ModelOutput {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final StringBuilder story = new StringBuilder();
  private final List<ToolCallDelta> toolCalls = new ArrayList<>();
  private String last = "";

  @Override
  public synchronized void text(String delta) {
    text.append(delta);
    tell("text", delta);
  }

  @Override
  public synchronized void thinking(String delta) {
    thinking.append(delta);
    tell("thinking", delta);
  }

  @Override
  public synchronized void toolCall(ToolCallDelta delta) {
    toolCalls.add(delta);
  }

  private void tell(String kind, String delta) {
    if (!kind.equals(last)) {
      story.append('[').append(kind).append(']');
      last = kind;
    }
    story.append(delta);
  }

  /** All in its order, with {@code [text]} or {@code [thinking]} where the kind changes. */
  public synchronized String story() {
    return story.toString();
  }

  /** The pieces of calls as they came. */
  public synchronized List<ToolCallDelta> toolCalls() {
    return List.copyOf(toolCalls);
  }

  /** The calls that the pieces add up to, as {@code name(arguments)}, by their index. */
  public synchronized List<String> wholeCalls() {
    SortedMap<Integer, String> names = new TreeMap<>();
    SortedMap<Integer, String> arguments = new TreeMap<>();
    for (ToolCallDelta call : toolCalls) {
      call.name().ifPresent(name -> names.merge(call.index(), name, String::concat));
      arguments.merge(call.index(), call.arguments(), String::concat);
    }
    return names.entrySet().stream()
        .map(call -> call.getValue() + "(" + arguments.get(call.getKey()) + ")")
        .toList();
  }

  public synchronized String text() {
    return text.toString();
  }

  public synchronized String thinking() {
    return thinking.toString();
  }
}
