package dev.potok.gguf;

import dev.potok.protocol.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a request asks for.
 *
 * @param instructions the system prompt; empty for none
 * @param messages the conversation, oldest first
 * @param maxTokens the longest answer; empty for as long as the context is
 */
record Completion(
    String model,
    String instructions,
    List<Message> messages,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalLong maxTokens,
    List<String> stop) {

  /** One message of the conversation. */
  record Message(String role, String content) {}

  /**
   * Reads a request for a chat completion.
   *
   * @throws dev.potok.protocol.JsonFormatException if it is none
   * @throws IllegalArgumentException if it asks for what a local model cannot do
   */
  static Completion parse(String body) {
    JsonFields json = JsonFields.parse(body);
    if (json.has("tools")) {
      throw new IllegalArgumentException("tools: a local GGUF model cannot be given any");
    }
    StringBuilder instructions = new StringBuilder();
    List<Message> messages = new ArrayList<>();
    for (JsonFields message : json.objects("messages")) {
      String role = message.string("role");
      String content = message.optionalString("content").orElse("");
      if (role.equals("system")) {
        instructions.append(content);
      } else {
        messages.add(new Message(role, content));
      }
    }
    return new Completion(
        json.string("model"),
        instructions.toString(),
        messages,
        json.optionalFloat64("temperature"),
        json.optionalFloat64("top_p"),
        json.optionalInt64("max_tokens"),
        json.strings("stop"));
  }
}
