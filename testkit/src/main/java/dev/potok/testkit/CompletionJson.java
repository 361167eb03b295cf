package dev.potok.testkit;

import dev.potok.protocol.JsonText;
import java.util.List;

/** The JSON of OpenAI's chat completions, as servers send it. */
final class CompletionJson {
  private final String id;
  private final long created;
  private final String model;

  /**
   * The JSON of one answer.
   *
   * @param created seconds since 1970
   */
  CompletionJson(String id, long created, String model) {
    this.id = id;
    this.created = created;
    this.model = model;
  }

  /** The first chunk, which names the role. */
  String role() {
    JsonText json = openChoice("chat.completion.chunk");
    json.openObject("delta").field("role", "assistant").field("content", "").end();
    return closeChoice(json.nullField("finish_reason"));
  }

  /** A piece of text or, in {@code reasoning_content}, of thinking. */
  String delta(String field, String piece) {
    JsonText json = openChoice("chat.completion.chunk");
    json.openObject("delta").field(field, piece).end();
    return closeChoice(json.nullField("finish_reason"));
  }

  /** The chunk with the finish reason. */
  String finish(String reason) {
    JsonText json = openChoice("chat.completion.chunk");
    json.openObject("delta").end();
    return closeChoice(json.field("finish_reason", reason));
  }

  /** The chunk with the usage, which has no choice. */
  String usage(long promptTokens, long completionTokens) {
    JsonText json = open("chat.completion.chunk");
    json.openArray("choices").end();
    return usage(json, promptTokens, completionTokens).done();
  }

  /** A whole completion, for a request that does not stream. */
  String whole(
      String text, String thinking, String finishReason, long promptTokens, long completionTokens) {
    JsonText json = openChoice("chat.completion");
    json.openObject("message").field("role", "assistant").field("content", text);
    if (!thinking.isEmpty()) {
      json.field("reasoning_content", thinking);
    }
    json.end().field("finish_reason", finishReason).end().end();
    return usage(json, promptTokens, completionTokens).done();
  }

  /** An error object. */
  static String error(String message, int status) {
    return JsonText.object()
        .openObject("error")
        .field("message", message)
        .field("type", errorType(status))
        .field("code", status)
        .end()
        .done();
  }

  private static String errorType(int status) {
    if (status == 429) {
      return "rate_limit_error";
    }
    return status < 500 ? "invalid_request_error" : "server_error";
  }

  /** The list of models. */
  static String models(List<String> models) {
    JsonText json = JsonText.object().field("object", "list").openArray("data");
    for (String model : models) {
      json.openObject()
          .field("id", model)
          .field("object", "model")
          .field("created", 0)
          .field("owned_by", "testkit")
          .end();
    }
    return json.end().done();
  }

  private JsonText open(String object) {
    return JsonText.object()
        .field("id", id)
        .field("object", object)
        .field("created", created)
        .field("model", model);
  }

  private JsonText openChoice(String object) {
    return open(object).openArray("choices").openObject().field("index", 0);
  }

  private static String closeChoice(JsonText json) {
    return json.end().end().done();
  }

  private static JsonText usage(JsonText json, long promptTokens, long completionTokens) {
    return json.openObject("usage")
        .field("prompt_tokens", promptTokens)
        .field("completion_tokens", completionTokens)
        .field("total_tokens", promptTokens + completionTokens)
        .end();
  }
}
