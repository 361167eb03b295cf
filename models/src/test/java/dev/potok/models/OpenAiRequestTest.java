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

class OpenAiRequestTest {
  private static final ProviderSettings SETTINGS =
      ProviderSettings.of("openai", URI.create("https://api.openai.com/v1"));
  private static final List<Prompt.Turn> QUESTION = List.of(new Prompt.Turn.User("2+2?"));

  @Test
  void theRequestIsWhatTheApiDocuments() {
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.9),
            OptionalInt.of(100),
            List.of("END", "\n"),
            List.of(
                new ModelOptions.Tool("add", "Adds two numbers.", "{\"type\":\"object\"}"),
                new ModelOptions.Tool("now", "", "")),
            new ModelOptions.ToolChoice(ModelOptions.ToolChoice.Kind.REQUIRED, Optional.of("add")));
    Prompt prompt =
        new Prompt(
            "m1",
            "",
            List.of(
                new Prompt.Turn.User("2+2?"),
                new Prompt.Turn.Assistant(
                    "", List.of(new Prompt.ToolCall("c1", "add", "{\"a\":2,\"b\":2}"))),
                new Prompt.Turn.ToolResult("c1", "4")),
            "",
            options);

    assertThat(OpenAiRequest.json(prompt, SETTINGS, OpenAiHabits.USUAL))
        .isEqualTo(
            """
            {"model":"m1","messages":[{"role":"user","content":"2+2?"},\
            {"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function",\
            "function":{"name":"add","arguments":"{\\"a\\":2,\\"b\\":2}"}}]},\
            {"role":"tool","tool_call_id":"c1","content":"4"}],\
            "temperature":0.5,"top_p":0.9,"max_tokens":100,"stop":["END","\\n"],\
            "tools":[{"type":"function","function":{"name":"add",\
            "description":"Adds two numbers.","parameters":{"type":"object"}}},\
            {"type":"function","function":{"name":"now"}}],\
            "tool_choice":{"type":"function","function":{"name":"add"}},\
            "stream":true,"stream_options":{"include_usage":true}}\
            """);
  }

  @Test
  void whatPotokOnlyHandsOnIsSentAsItCame() {
    String further =
        "{\"seed\":7,\"response_format\":{\"type\":\"json_schema\",\"x\":[1.5,null]},"
            + "\"parallel_tool_calls\":false}";
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            List.of(),
            List.of(new ModelOptions.Tool("add", "", "", true)),
            ModelOptions.ToolChoice.AUTO,
            further);

    assertThat(
            OpenAiRequest.json(
                new Prompt("m1", "", QUESTION, "", options),
                SETTINGS,
                OpenAiHabits.USUAL.withoutCount()))
        .contains("{\"name\":\"add\",\"strict\":true}")
        .contains(further.substring(1, further.length() - 1));
  }

  @Test
  void aServerThatGoesOnByItselfIsGivenTheBeginning() {
    String json =
        OpenAiRequest.json(
            new Prompt("m1", "", QUESTION, "It is"), SETTINGS.withGoesOn(true), OpenAiHabits.USUAL);

    assertThat(JsonFields.parse(json).objects("messages"))
        .extracting(message -> message.string("role") + ": " + message.string("content"))
        .containsExactly("user: 2+2?", "assistant: It is");
  }
}
