package dev.potok.models;

import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.OptionalInt;

/**
 * Writes the body of a request for a streamed chat completion.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI, create chat
 *     completion</a>
 */
final class OpenAiRequest {

  private OpenAiRequest() {}

  /**
   * The request as JSON.
   *
   * @param settings what holds for every request
   * @param habits what the server takes
   */
  static String json(Prompt prompt, ProviderSettings settings, OpenAiHabits habits) {
    JsonText json = JsonText.object().field("model", prompt.model());
    json.openArray("messages");
    if (!prompt.instructions().isBlank()) {
      message(json, "system", prompt.instructions());
    }
    for (Prompt.Turn turn : prompt.messages()) {
      turn(json, turn);
    }
    if (!prompt.beginning().isEmpty()) {
      message(json, "assistant", prompt.beginning());
      if (!settings.goesOn()) {
        message(json, "user", Continuation.REQUEST);
      }
    }
    json.end();
    options(json, prompt.options(), settings.maxTokens(), habits.limitName());
    json.field("stream", true);
    if (habits.countsTokens()) {
      json.openObject("stream_options").field("include_usage", true).end();
    }
    return json.done();
  }

  private static void turn(JsonText json, Prompt.Turn turn) {
    switch (turn) {
      case Prompt.Turn.User user -> message(json, "user", user.content());
      case Prompt.Turn.Assistant said -> {
        json.openObject().field("role", "assistant").field("content", said.content());
        if (!said.calls().isEmpty()) {
          json.openArray("tool_calls");
          for (Prompt.ToolCall call : said.calls()) {
            json.openObject().field("id", call.id()).field("type", "function");
            json.openObject("function")
                .field("name", call.name())
                .field("arguments", call.arguments())
                .end();
            json.end();
          }
          json.end();
        }
        json.end();
      }
      case Prompt.Turn.ToolResult result ->
          json.openObject()
              .field("role", "tool")
              .field("tool_call_id", result.callId())
              .field("content", result.content())
              .end();
    }
  }

  private static void options(
      JsonText json, ModelOptions options, OptionalInt usualMaxTokens, String limitName) {
    options.temperature().ifPresent(value -> json.field("temperature", value));
    options.topP().ifPresent(value -> json.field("top_p", value));
    OptionalInt maxTokens = options.maxTokens().isPresent() ? options.maxTokens() : usualMaxTokens;
    maxTokens.ifPresent(value -> json.field(limitName, value));
    if (!options.stop().isEmpty()) {
      json.openArray("stop");
      options.stop().forEach(json::element);
      json.end();
    }
    if (!options.tools().isEmpty()) {
      json.openArray("tools");
      for (ModelOptions.Tool tool : options.tools()) {
        tool(json, tool);
      }
      json.end();
      toolChoice(json, options.toolChoice());
    }
    if (!options.further().isEmpty()) {
      json.fields(JsonFields.parse(options.further()));
    }
  }

  private static void tool(JsonText json, ModelOptions.Tool tool) {
    json.openObject().field("type", "function").openObject("function").field("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.field("description", tool.description());
    }
    if (!tool.parameters().isEmpty()) {
      json.field("parameters", JsonFields.parse(tool.parameters()));
    }
    if (tool.strict()) {
      json.field("strict", true);
    }
    json.end().end();
  }

  private static void toolChoice(JsonText json, ModelOptions.ToolChoice choice) {
    if (choice.name().isPresent()) {
      json.openObject("tool_choice").field("type", "function");
      json.openObject("function").field("name", choice.name().get()).end().end();
      return;
    }
    switch (choice.kind()) {
      case AUTO -> {}
      case NONE -> json.field("tool_choice", "none");
      case REQUIRED -> json.field("tool_choice", "required");
    }
  }

  private static void message(JsonText json, String role, String content) {
    json.openObject().field("role", role).field("content", content).end();
  }
}
