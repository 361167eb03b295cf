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

  private ChatRequest() {}

  /**
   * The request as JSON.
   *
   * @param withUsage whether to ask for the count of tokens, which some servers refuse
   */
  static String json(Prompt prompt, boolean withUsage) {
    JsonText json = JsonText.object().field("model", prompt.model());
    json.openArray("messages");
    if (!prompt.instructions().isBlank()) {
      message(json, "system", prompt.instructions());
    }
    for (Prompt.Turn turn : prompt.messages()) {
      message(json, turn.role().wireName(), turn.content());
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
