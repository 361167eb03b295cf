package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a request, sorted. What the system or the developer says becomes the
 * instructions, wherever it stands. An assistant's message at the end is the beginning of the
 * answer.
 *
 * @param instructions empty for none
 * @param turns oldest first; the last is the user's or a tool's
 * @param beginning what the answer already says; empty for nothing
 */
record Conversation(String instructions, List<Prompt.Turn> turns, String beginning) {

  private static final String CONTENT = "content";

  /**
   * Sorts messages.
   *
   * @throws dev.potok.protocol.JsonFormatException if a field is missing or of a wrong type
   * @throws InvalidFieldException if there is nothing to answer, or something other than text
   */
  static Conversation read(List<JsonFields> messages) {
    List<String> instructions = new ArrayList<>();
    List<Prompt.Turn> turns = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonFields message = messages.get(i);
      String path = "messages[" + i + "].";
      String role = message.string("role");
      switch (role) {
        case "system", "developer" -> instructions.add(content(message, path));
        case "user" -> turns.add(new Prompt.Turn.User(content(message, path)));
        case "assistant" -> turns.add(assistant(message, path));
        case "tool" ->
            turns.add(
                new Prompt.Turn.ToolResult(message.string("tool_call_id"), content(message, path)));
        default ->
            throw new InvalidFieldException(
                path + "role", role, "system, developer, user, assistant or tool");
      }
    }
    return sorted(String.join("\n\n", instructions), turns);
  }

  private static Conversation sorted(String instructions, List<Prompt.Turn> turns) {
    String beginning = "";
    if (!turns.isEmpty() && turns.getLast() instanceof Prompt.Turn.Assistant last) {
      if (!last.calls().isEmpty()) {
        throw new InvalidFieldException(
            "messages", "calls of tools at the end", "what the tools gave back behind them");
      }
      beginning = last.content();
      turns.removeLast();
    }
    if (!turns.isEmpty()) {
      return new Conversation(instructions, List.copyOf(turns), beginning);
    }
    if (instructions.isBlank()) {
      throw new InvalidFieldException("messages", "nothing to answer", "at least one question");
    }
    // A model answers somebody: with nothing but instructions, these are the question.
    return new Conversation("", List.of(new Prompt.Turn.User(instructions)), beginning);
  }

  private static Prompt.Turn assistant(JsonFields message, String path) {
    List<Prompt.ToolCall> calls = new ArrayList<>();
    List<JsonFields> given = message.objects("tool_calls");
    for (int i = 0; i < given.size(); i++) {
      JsonFields call = given.get(i);
      String type = call.optionalString("type").orElse(ToolFields.FUNCTION);
      if (!type.equals(ToolFields.FUNCTION)) {
        throw new InvalidFieldException(
            path + "tool_calls[" + i + "].type", type, ToolFields.FUNCTION);
      }
      JsonFields function = call.object(ToolFields.FUNCTION);
      calls.add(
          new Prompt.ToolCall(
              call.string("id"), function.string("name"), function.string("arguments")));
    }
    boolean mayBeSilent = !calls.isEmpty() && !message.has(CONTENT);
    return new Prompt.Turn.Assistant(mayBeSilent ? "" : content(message, path), calls);
  }

  /** A text, or the parts of one, each on lines of its own. */
  private static String content(JsonFields message, String path) {
    if (!message.isArray(CONTENT)) {
      return message.string(CONTENT);
    }
    List<String> texts = new ArrayList<>();
    List<JsonFields> parts = message.objects(CONTENT);
    for (int i = 0; i < parts.size(); i++) {
      String type = parts.get(i).string("type");
      if (!type.equals("text")) {
        throw new InvalidFieldException(
            path + "content[" + i + "].type", type, "text, the only kind that Potok hands on");
      }
      texts.add(parts.get(i).string("text"));
    }
    return String.join("\n", texts);
  }
}
