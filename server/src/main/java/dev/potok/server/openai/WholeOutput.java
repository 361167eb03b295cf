package dev.potok.server.openai;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ToolCallDelta;
import java.util.Map;
import java.util.TreeMap;

/** Gathers an answer; belongs to the model's thread until that has ended. */
final class WholeOutput implements ModelOutput {

  /** The longest answer in one piece, with its thinking and its calls, in characters. */
  static final int MAX_CHARACTERS = 4 << 20;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private int left = MAX_CHARACTERS;

  /** A call that grows. */
  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  @Override
  public void text(String delta) {
    append(text, delta);
  }

  @Override
  public void thinking(String delta) {
    append(thinking, delta);
  }

  @Override
  public void toolCall(ToolCallDelta delta) {
    Call call = calls.computeIfAbsent(delta.index(), _ -> new Call());
    delta.id().ifPresent(id -> call.id = id);
    delta.name().ifPresent(name -> call.name = name);
    append(call.arguments, delta.arguments());
  }

  @Override
  public boolean isReadAsItGrows() {
    return false;
  }

  private void append(StringBuilder whole, String delta) {
    if (delta.length() > left) {
      whole.append(delta, 0, left);
      throw new TooLongException();
    }
    left -= delta.length();
    whole.append(delta);
  }

  /** The answer as a message of OpenAI's. */
  String message() {
    JsonText json = JsonText.object().field("role", "assistant");
    if (text.isEmpty() && !calls.isEmpty()) {
      json.nullField("content");
    } else {
      json.field("content", text.toString());
    }
    json.nullField("refusal");
    if (!thinking.isEmpty()) {
      json.field(CompletionJson.THINKING, thinking.toString());
    }
    if (!calls.isEmpty()) {
      json.openArray("tool_calls");
      for (Call call : calls.values()) {
        json.openObject().field("id", call.id).field("type", "function").openObject("function");
        json.field("name", call.name).field("arguments", call.arguments.toString()).end().end();
      }
      json.end();
    }
    return json.done();
  }
}
