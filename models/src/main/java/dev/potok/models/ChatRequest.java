package dev.potok.models;

import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonText;

/**
 * Writes the body of a request for a streamed chat completion.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI, create chat
 *     completion</a>
 */
final class ChatRequest {

  /** What a model is asked that cannot simply go on with a text. */
  static final String CONTINUE =
      "Your last message was cut off. Continue it from the exact place where it stops, in the same"
          + " language. Begin with the very next character; repeat nothing and explain nothing.";

  private ChatRequest() {}

  /**
   * The request as JSON.
   *
   * @param withUsage whether to ask for the count of tokens, which some servers refuse
   * @param goesOn whether the server goes on with an answer that the conversation ends with
   */
  static String json(Prompt prompt, boolean withUsage, boolean goesOn) {
    JsonText json = JsonText.object().field("model", prompt.model());
    json.openArray("messages");
    if (!prompt.instructions().isBlank()) {
      message(json, "system", prompt.instructions());
    }
    for (Prompt.Turn turn : prompt.messages()) {
      message(json, turn.role().wireName(), turn.content());
    }
    if (!prompt.beginning().isEmpty()) {
      message(json, "assistant", prompt.beginning());
      if (!goesOn) {
        message(json, "user", CONTINUE);
      }
    }
    json.end().field("stream", true);
    if (withUsage) {
      json.openObject("stream_options").field("include_usage", true).end();
    }
    return json.done();
  }

  private static void message(JsonText json, String role, String content) {
    json.openObject().field("role", role).field("content", content).end();
  }
}
