package dev.potok.models;

import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.JsonText;
import java.util.List;

/**
 * Writes the body of a request for a streamed message.
 *
 * <p>What the API would refuse is left out or taken in bounds: thinking excludes a temperature, a
 * forced call of a tool, a beginning of the answer, and calls whose thinking is not at hand.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Anthropic, create a message</a>
 */
final class AnthropicRequest {

  /**
   * The longest answer where neither the prompt nor the settings name one, in tokens. The API wants
   * to be told, and refuses more than the model can; this much can every model since 2024.
   */
  static final int DEFAULT_MAX_TOKENS = 8192;

  /** The highest temperature that the API takes. */
  private static final double MAX_TEMPERATURE = 1;

  private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

  private final Prompt prompt;
  private final ProviderSettings settings;
  private final JsonText json;

  private AnthropicRequest(Prompt prompt, ProviderSettings settings) {
    this.prompt = prompt;
    this.settings = settings;
    this.json = JsonText.object().field("model", prompt.model());
  }

  /** The request as JSON. */
  static String json(Prompt prompt, ProviderSettings settings) {
    return new AnthropicRequest(prompt, settings).write();
  }

  private String write() {
    Thinking thinking = thinking();
    maxTokens(thinking);
    if (!prompt.instructions().isBlank()) {
      json.field("system", prompt.instructions());
    }
    messages();
    options(thinking);
    thinking(thinking);
    return json.field("stream", true).done();
  }

  /** As the settings have it, where the API allows it. */
  private Thinking thinking() {
    Thinking wanted = settings.thinking();
    boolean allowed =
        !goesOn()
            && prompt.options().toolChoice().kind() != ModelOptions.ToolChoice.Kind.REQUIRED
            && prompt.messages().stream().noneMatch(AnthropicRequest::hasCalls);
    if (!allowed) {
      return Thinking.NONE;
    }
    // The prompt's limit holds for thinking and answer together, and leaves the answer something.
    boolean fits =
        prompt.options().maxTokens().isEmpty()
            || prompt.options().maxTokens().getAsInt() > wanted.budgetTokens();
    return fits ? wanted : Thinking.NONE;
  }

  private static boolean hasCalls(Prompt.Turn turn) {
    return turn instanceof Prompt.Turn.Assistant said && !said.calls().isEmpty();
  }

  /** "Final assistant content cannot end with trailing whitespace": then the model is asked. */
  private boolean goesOn() {
    String beginning = prompt.beginning();
    return settings.goesOn()
        && !beginning.isEmpty()
        && !Character.isWhitespace(beginning.charAt(beginning.length() - 1));
  }

  private void maxTokens(Thinking thinking) {
    int usual = settings.maxTokens().orElse(DEFAULT_MAX_TOKENS) + thinking.budgetTokens();
    json.field("max_tokens", prompt.options().maxTokens().orElse(usual));
  }

  private void messages() {
    json.openArray("messages");
    List<Prompt.Turn> turns = prompt.messages();
    for (int i = 0; i < turns.size(); i++) {
      switch (turns.get(i)) {
        case Prompt.Turn.User user -> message("user", user.content());
        case Prompt.Turn.Assistant said -> assistant(said);
        case Prompt.Turn.ToolResult _ -> i = results(i);
      }
    }
    if (!prompt.beginning().isEmpty()) {
      message("assistant", prompt.beginning());
      if (!goesOn()) {
        message("user", Continuation.REQUEST);
      }
    }
    json.end();
  }

  private void assistant(Prompt.Turn.Assistant said) {
    if (said.calls().isEmpty()) {
      message("assistant", said.content());
      return;
    }
    json.openObject().field("role", "assistant").openArray("content");
    if (!said.content().isBlank()) {
      json.openObject().field("type", "text").field("text", said.content()).end();
    }
    for (Prompt.ToolCall call : said.calls()) {
      json.openObject()
          .field("type", "tool_use")
          .field("id", call.id())
          .field("name", call.name())
          .field("input", arguments(call))
          .end();
    }
    json.end().end();
  }

  /** The API takes an object only; what the model wrote as none cannot be given back to it. */
  private static JsonFields arguments(Prompt.ToolCall call) {
    try {
      return JsonFields.parse(call.arguments());
    } catch (JsonFormatException e) {
      return JsonFields.parse("{}");
    }
  }

  /** The results of one turn's calls stand in one message; gives the place of the last. */
  private int results(int first) {
    List<Prompt.Turn> turns = prompt.messages();
    json.openObject().field("role", "user").openArray("content");
    int next = first;
    while (next < turns.size() && turns.get(next) instanceof Prompt.Turn.ToolResult result) {
      json.openObject()
          .field("type", "tool_result")
          .field("tool_use_id", result.callId())
          .field("content", result.content())
          .end();
      next++;
    }
    json.end().end();
    return next - 1;
  }

  private void options(Thinking thinking) {
    ModelOptions options = prompt.options();
    if (thinking.mode() == Thinking.Mode.NONE) {
      options
          .temperature()
          .ifPresent(value -> json.field("temperature", Math.min(value, MAX_TEMPERATURE)));
      options.topP().ifPresent(value -> json.field("top_p", value));
    }
    if (!options.stop().isEmpty()) {
      json.openArray("stop_sequences");
      options.stop().forEach(json::element);
      json.end();
    }
    if (!options.tools().isEmpty()) {
      json.openArray("tools");
      options.tools().forEach(this::tool);
      json.end();
      toolChoice(options.toolChoice());
    }
  }

  private void tool(ModelOptions.Tool tool) {
    json.openObject().field("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.field("description", tool.description());
    }
    String schema = tool.parameters().isEmpty() ? NO_ARGUMENTS : tool.parameters();
    json.field("input_schema", JsonFields.parse(schema)).end();
  }

  private void toolChoice(ModelOptions.ToolChoice choice) {
    if (choice.name().isPresent()) {
      json.openObject("tool_choice").field("type", "tool").field("name", choice.name().get()).end();
      return;
    }
    switch (choice.kind()) {
      case AUTO -> {}
      case NONE -> json.openObject("tool_choice").field("type", "none").end();
      case REQUIRED -> json.openObject("tool_choice").field("type", "any").end();
    }
  }

  private void thinking(Thinking thinking) {
    switch (thinking.mode()) {
      case NONE -> {}
      case ADAPTIVE ->
          // Some models show nothing of it unless they are asked to.
          json.openObject("thinking")
              .field("type", "adaptive")
              .field("display", "summarized")
              .end();
      case BUDGET ->
          json.openObject("thinking")
              .field("type", "enabled")
              .field("budget_tokens", thinking.budgetTokens())
              .end();
    }
  }

  private void message(String role, String content) {
    json.openObject().field("role", role).field("content", content).end();
  }
}
