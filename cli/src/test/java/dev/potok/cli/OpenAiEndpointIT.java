package dev.potok.cli;

import static dev.potok.cli.OpenAiCalls.assertError;
import static dev.potok.cli.OpenAiCalls.body;
import static dev.potok.cli.OpenAiCalls.data;
import static dev.potok.cli.OpenAiCalls.delta;
import static dev.potok.cli.OpenAiCalls.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.testkit.Script;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the OpenAI-compatible endpoint answers, field by field. */
@Timeout(60)
class OpenAiEndpointIT {
  @TempDir Path folder;
  private TestServer server;
  private OpenAiCalls calls;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    calls = new OpenAiCalls(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerComesAsOnePieceWithItsThinkingAndItsCount() throws Exception {
    server.model().script(Script.text("Hel", "lo!").thinking("Hm."));
    JsonFields answer =
        calls.complete("\"temperature\":0.5,\"top_p\":0.9,\"max_tokens\":50,\"stop\":\"x\"");

    assertThat(answer.string("object")).isEqualTo("chat.completion");
    assertThat(answer.string("id")).matches("chatcmpl-[0-9a-f]{32}");
    assertThat(answer.string("model")).isEqualTo("test/numbered");
    assertThat(answer.int64("created")).isGreaterThan(1_700_000_000);
    JsonFields choice = answer.objects("choices").getFirst();
    assertThat(choice.string("finish_reason")).isEqualTo("stop");
    assertThat(choice.object("message").string("content")).isEqualTo("Hello!");
    assertThat(choice.object("message").string("reasoning_content")).isEqualTo("Hm.");
    JsonFields usage = answer.object("usage");
    assertThat(usage.int64("total_tokens"))
        .isEqualTo(usage.int64("prompt_tokens") + usage.int64("completion_tokens"));

    JsonFields asked = server.model().completions().getFirst().json();
    assertThat(asked.string("model")).isEqualTo("numbered");
    assertThat(asked.optionalFloat64("temperature")).hasValue(0.5);
    assertThat(asked.optionalFloat64("top_p")).hasValue(0.9);
    assertThat(asked.int64("max_tokens")).isEqualTo(50);
    assertThat(asked.strings("stop")).containsExactly("x");
  }

  @Test
  void aStreamHasARoleItsPiecesAnEndAndTheCountThatWasAskedFor() throws Exception {
    server.model().script(Script.text("Hello!").thinking("Hm."));
    HttpResponse<String> response =
        calls.post(body("\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache, no-transform");
    List<String> data = data(response.body());
    assertThat(data).hasSize(6).last().isEqualTo("[DONE]");
    List<JsonFields> chunks = data.stream().limit(5).map(JsonFields::parse).toList();
    assertThat(chunks)
        .allSatisfy(chunk -> {
          assertThat(chunk.string("object")).isEqualTo("chat.completion.chunk");
          assertThat(chunk.string("id")).isEqualTo(chunks.getFirst().string("id"));
        });
    assertThat(delta(chunks.get(0)).string("role")).isEqualTo("assistant");
    assertThat(delta(chunks.get(1)).string("reasoning_content")).isEqualTo("Hm.");
    assertThat(delta(chunks.get(2)).string("content")).isEqualTo("Hello!");
    assertThat(chunks.get(3).objects("choices").getFirst().string("finish_reason"))
        .isEqualTo("stop");
    assertThat(chunks.subList(0, 4)).allMatch(chunk -> chunk.mentions("usage"));
    assertThat(chunks.subList(0, 4)).noneMatch(chunk -> chunk.has("usage"));
    assertThat(chunks.get(4).objects("choices")).isEmpty();
    assertThat(chunks.get(4).object("usage").int64("completion_tokens")).isEqualTo(2);
  }

  @Test
  void aCountThatTheProviderDoesNotGiveIsNotMadeUp() throws Exception {
    server.model().script(Script.text("Hello!").withoutUsage());
    assertThat(calls.complete("").has("usage")).isFalse();
    String stream =
        calls.post(body("\"stream\":true,\"stream_options\":{\"include_usage\":true}")).body();
    assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("total_tokens");
  }

  @Test
  void nothingIsStored() throws Exception {
    server.model().script(Script.text("Hello!"));
    calls.complete("");
    assertThat(server.get("/api/web/v1/chats").body()).isEqualTo("{\"chats\":[]}");
  }

  @Test
  void everyKindOfMessageReachesTheModel() throws Exception {
    server.model().script(Script.text("ok"));
    String messages =
        """
        [{"role":"system","content":"Be brief."},
         {"role":"developer","content":[{"type":"text","text":"Be"},{"type":"text","text":"kind."}]},
         {"role":"user","name":"Ann","content":"Weather?"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
          "function":{"name":"weather","arguments":"{\\"city\\":\\"Riga\\"}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"rain"},
         {"role":"assistant","content":"It rai"}]\
        """;
    String tools =
        """
        [{"type":"function","function":{"name":"weather","description":"Tells it","strict":true,
          "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]\
        """;
    HttpResponse<String> response =
        calls.post(
            "{\"model\":\"test/text\",\"messages\":%s,\"tools\":%s,\"tool_choice\":\"required\"}"
                .formatted(messages, tools));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonFields asked = server.model().completions().getFirst().json();
    List<JsonFields> turns = asked.objects("messages");
    assertThat(turns.stream().map(turn -> turn.string("role")).limit(5))
        .containsExactly("system", "user", "assistant", "tool", "assistant");
    assertThat(turns.get(0).string("content")).isEqualTo("Be brief.\n\nBe\nkind.");
    assertThat(turns.get(2).objects("tool_calls").getFirst().string("id")).isEqualTo("c1");
    assertThat(turns.get(3).string("tool_call_id")).isEqualTo("c1");
    assertThat(turns.get(4).string("content")).as("the beginning").isEqualTo("It rai");
    assertThat(asked.string("tool_choice")).isEqualTo("required");
    assertThat(asked.objects("tools").getFirst().object("function").object("parameters").json())
        .isEqualTo("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
  }

  @Test
  void withoutAModelTheDefaultOneAnswersAndInstructionsAloneAreAQuestion() throws Exception {
    server.model().script(Script.text("ok"));
    HttpResponse<String> response =
        calls.post("{\"messages\":[{\"role\":\"system\",\"content\":\"Say ok\"}]}");
    assertThat(JsonFields.parse(response.body()).string("model")).isEqualTo("test/numbered");
    assertThat(server.model().completions().getFirst().json().objects("messages"))
        .singleElement()
        .satisfies(turn -> assertThat(turn.string("role")).isEqualTo("user"));
  }

  @Test
  void whatChangesNothingIsPassedOver() throws Exception {
    server.model().script(Script.text("ok"));
    calls.complete(
        """
        "n":1,"logprobs":false,"presence_penalty":0,"response_format":{"type":"text"},"seed":7,
        "user":"ann","metadata":{"a":"b"},"store":false,"service_tier":"auto","logit_bias":{},
        "reasoning_effort":"low","parallel_tool_calls":false,"modalities":["text"],"top_k":3,
        "tool_choice":"auto","stop":null,"tools":null,"stream":null,"max_tokens":null\
        """);
    assertThat(server.model().completions().getFirst().json().names())
        .contains("seed", "reasoning_effort")
        .doesNotContain("presence_penalty", "response_format", "logit_bias", "parallel_tool_calls");
  }

  @Test
  void whatOnlyOpenAisProtocolCarriesIsHandedOnAsItCame() throws Exception {
    server.model().script(Script.text("ok"));
    String fields =
        """
        "seed":7,"reasoning_effort":"low","verbosity":"low","presence_penalty":0.5,
        "frequency_penalty":-1,"logit_bias":{"50256":-100},"parallel_tool_calls":false,
        "response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,
         "schema":{"type":"object","required":[]}}},
        "tools":[{"type":"function","function":{"name":"f","strict":true}}]\
        """;
    calls.complete(fields);
    JsonFields asked = server.model().completions().getFirst().json();
    JsonFields given = JsonFields.parse("{" + fields + "}");
    assertThat(asked.only(given.names()).names()).isEqualTo(given.names());
    for (String name : given.names()) {
      Set<String> one = Set.of(name);
      assertThat(asked.only(one).json()).isEqualTo(given.only(one).json());
    }
  }

  @Test
  void theGuideKeepsToWhatEndsAnAnswer() throws Exception {
    String question = body("\"max_tokens\":3").replace("test/numbered", "potok/guide");
    JsonFields choice = JsonFields.parse(calls.post(question).body()).objects("choices").getFirst();
    assertThat(choice.string("finish_reason")).isEqualTo("length");
    assertThat(choice.object("message").string("content").strip().split("\\s+", -1)).hasSize(3);
  }

  @Test
  void theModelsAreListedAndFoundUnderTheirIdsWithASlash() throws Exception {
    JsonFields list = JsonFields.parse(server.get("/v1/models").body());
    assertThat(list.string("object")).isEqualTo("list");
    assertThat(list.objects("data").stream().map(model -> model.string("id")))
        .containsExactly("test/numbered", "test/text", "potok/guide");
    for (String path : List.of("test/text", "test%2Ftext")) {
      JsonFields one = JsonFields.parse(server.get("/v1/models/" + path).body());
      assertThat(one.string("id")).isEqualTo("test/text");
      assertThat(one.string("owned_by")).isEqualTo("test");
    }
    HttpResponse<String> unknown = server.get("/v1/models/test/none");
    assertError(unknown, 404, "invalid_request_error", "model_not_found");
    HttpResponse<String> asked =
        calls.post("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertError(asked, 404, "invalid_request_error", "model_not_found");
    assertThat(error(asked).string("param")).isEqualTo("model");
  }
}
