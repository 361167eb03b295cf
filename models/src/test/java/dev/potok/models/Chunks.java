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

  static String usage(int tokens) {
    return "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":" + tokens + "}}";
  }
}
