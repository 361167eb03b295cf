package dev.potok.models;

import dev.potok.protocol.JsonText;

/** The events of a streamed chat completion. */
final class Chunks {
  static final String DONE = "[DONE]";

  private Chunks() {}

  static String text(String content) {
    return delta("content", content);
  }

  static String reasoning(String content) {
    return delta("reasoning_content", content);
  }

  static String delta(String field, String content) {
    JsonText json = JsonText.object().field("object", "chat.completion.chunk");
    json.openArray("choices").openObject().field("index", 0);
    return json.openObject("delta").field(field, content).end().end().end().done();
  }

  static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  static String usage(int promptTokens, int tokens) {
    return "{\"choices\":[],\"usage\":{\"prompt_tokens\":"
        + promptTokens
        + ",\"completion_tokens\":"
        + tokens
        + "}}";
  }

  /** A piece of a call; only its first has an id and a name. */
  static String toolCall(String id, String name, String arguments) {
    JsonText json = JsonText.object().field("object", "chat.completion.chunk");
    json.openArray("choices").openObject().field("index", 0).openObject("delta");
    json.openArray("tool_calls").openObject().field("index", 0);
    if (!id.isEmpty()) {
      json.field("id", id).field("type", "function");
    }
    json.openObject("function");
    if (!name.isEmpty()) {
      json.field("name", name);
    }
    json.field("arguments", arguments).end();
    return json.end().end().end().end().end().done();
  }
}
