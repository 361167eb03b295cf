package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonFields;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AnthropicRequestTest {
  private static final ProviderSettings SETTINGS =
      ProviderSettings.of("anthropic", URI.create("https://api.anthropic.com/v1"));
  private static final List<Prompt.Turn> QUESTION = List.of(new Prompt.Turn.User("2+2?"));
  private static final ModelOptions.Tool ADD =
      new ModelOptions.Tool("add", "Adds.", "{\"type\":\"object\"}");

  @Test
  void theRequestIsWhatTheApiDocuments() {
    Prompt prompt =
        new Prompt(
            "claude",
            "Be brief.",
            List.of(
                new Prompt.Turn.User("2+2, 3+3?"),
                new Prompt.Turn.Assistant(
                    "Let me add.",
                    List.of(
                        new Prompt.ToolCall("c1", "add", "{\"a\":2}"),
                        new Prompt.ToolCall("c2", "add", "{\"a\":"))),
                new Prompt.Turn.ToolResult("c1", "4"),
                new Prompt.Turn.ToolResult("c2", "6")),
            "",
            options(
                OptionalDouble.of(1.5),
                OptionalInt.empty(),
                new ModelOptions.ToolChoice(
                    ModelOptions.ToolChoice.Kind.REQUIRED, Optional.of("add"))));

    assertThat(AnthropicRequest.json(prompt, SETTINGS))
        .isEqualTo(
            """
            {"model":"claude","max_tokens":8192,"system":"Be brief.","messages":[\
            {"role":"user","content":"2+2, 3+3?"},\
            {"role":"assistant","content":[{"type":"text","text":"Let me add."},\
            {"type":"tool_use","id":"c1","name":"add","input":{"a":2}},\
            {"type":"tool_use","id":"c2","name":"add","input":{}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"4"},\
            {"type":"tool_result","tool_use_id":"c2","content":"6"}]}],\
            "temperature":1.0,\
            "tools":[{"name":"add","description":"Adds.","input_schema":{"type":"object"}}],\
            "tool_choice":{"type":"tool","name":"add"},"stream":true}\
            """);
  }

  @Test
  void aBudgetForThinkingComesOnTopOfTheAnswersAndExcludesATemperature() {
    JsonFields json =
        json(
            SETTINGS.withThinking(Thinking.upTo(2048)).withMaxTokens(1000),
            new Prompt(
                "m", "", QUESTION, "", options(OptionalDouble.of(0.5), OptionalInt.empty())));

    assertThat(json.object("thinking").json())
        .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":2048}");
    assertThat(json.int64("max_tokens")).isEqualTo(3048);
    assertThat(json.has("temperature")).isFalse();
  }

  @Test
  void adaptiveThinkingIsShown() {
    JsonFields json = json(SETTINGS.withThinking(Thinking.ADAPTIVE), new Prompt("m", "", QUESTION));

    assertThat(json.object("thinking").json())
        .isEqualTo("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
  }

  @Test
  void thinkingIsLeftOutWhereTheApiWouldRefuseIt() {
    ProviderSettings thinking = SETTINGS.withThinking(Thinking.upTo(2048));
    ModelOptions required =
        options(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            new ModelOptions.ToolChoice(ModelOptions.ToolChoice.Kind.REQUIRED, Optional.empty()));
    List<Prompt.Turn> withCalls =
        List.of(
            new Prompt.Turn.User("2+2?"),
            new Prompt.Turn.Assistant("", List.of(new Prompt.ToolCall("c1", "add", "{}"))),
            new Prompt.Turn.ToolResult("c1", "4"));

    assertThat(
            List.of(
                json(thinking, new Prompt("m", "", QUESTION, "", required)),
                json(
                    thinking,
                    new Prompt(
                        "m",
                        "",
                        QUESTION,
                        "",
                        options(OptionalDouble.empty(), OptionalInt.of(2048)))),
                json(thinking, new Prompt("m", "", withCalls)),
                json(thinking.withGoesOn(true), new Prompt("m", "", QUESTION, "It is"))))
        .noneMatch(json -> json.has("thinking"));
  }

  @Test
  void aModelThatGoesOnIsGivenABeginningUnlessItEndsWithABlank() {
    ProviderSettings goesOn = SETTINGS.withGoesOn(true);

    assertThat(json(goesOn, new Prompt("m", "", QUESTION, "It is")).objects("messages"))
        .extracting(message -> message.string("content"))
        .containsExactly("2+2?", "It is");
    assertThat(json(goesOn, new Prompt("m", "", QUESTION, "It is ")).objects("messages"))
        .extracting(message -> message.string("content"))
        .containsExactly("2+2?", "It is ", Continuation.REQUEST);
  }

  private static JsonFields json(ProviderSettings settings, Prompt prompt) {
    return JsonFields.parse(AnthropicRequest.json(prompt, settings));
  }

  private static ModelOptions options(OptionalDouble temperature, OptionalInt maxTokens) {
    return new ModelOptions(
        temperature,
        OptionalDouble.empty(),
        maxTokens,
        List.of(),
        List.of(),
        ModelOptions.ToolChoice.AUTO);
  }

  private static ModelOptions options(
      OptionalDouble temperature, OptionalInt maxTokens, ModelOptions.ToolChoice choice) {
    return new ModelOptions(
        temperature, OptionalDouble.empty(), maxTokens, List.of(), List.of(ADD), choice);
  }
}
