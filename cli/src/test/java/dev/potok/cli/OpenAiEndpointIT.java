package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.testkit.Cut;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAI-compatible endpoint, byte by byte. */
@Timeout(60)
class OpenAiEndpointIT {
  private static final String COMPLETIONS = "/v1/chat/completions";
  private static final Duration STOP_WITHIN = Duration.ofSeconds(1);

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            folder,
            "cors:",
            "  origins: [https://chat.example.org]",
            "answers:",
            "  shutdown-grace: 0s");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerComesAsOnePieceWithItsThinkingAndItsCount() throws Exception {
    server.model().script(Script.text("Hel", "lo!").thinking("Hm."));
    JsonFields answer =
        complete("\"temperature\":0.5,\"top_p\":0.9,\"max_tokens\":50,\"stop\":\"x\"");

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
        post(body("\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
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
    assertThat(complete("").has("usage")).isFalse();
    String stream =
        post(body("\"stream\":true,\"stream_options\":{\"include_usage\":true}")).body();
    assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("total_tokens");
  }

  @Test
  void nothingIsStored() throws Exception {
    server.model().script(Script.text("Hello!"));
    complete("");
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
        post(
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
        post("{\"messages\":[{\"role\":\"system\",\"content\":\"Say ok\"}]}");
    assertThat(JsonFields.parse(response.body()).string("model")).isEqualTo("test/numbered");
    assertThat(server.model().completions().getFirst().json().objects("messages"))
        .singleElement()
        .satisfies(turn -> assertThat(turn.string("role")).isEqualTo("user"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n|\"n\":2",
        "logprobs|\"logprobs\":true",
        "top_logprobs|\"top_logprobs\":3",
        "logit_bias|\"logit_bias\":{\"50256\":-100}",
        "presence_penalty|\"presence_penalty\":0.5",
        "frequency_penalty|\"frequency_penalty\":-1",
        "response_format.type|\"response_format\":{\"type\":\"json_object\"}",
        "modalities|\"modalities\":[\"text\",\"audio\"]",
        "audio|\"audio\":{\"voice\":\"alloy\"}",
        "functions|\"functions\":[{\"name\":\"f\"}]",
        "web_search_options|\"web_search_options\":{}",
        "parallel_tool_calls|\"parallel_tool_calls\":false,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
        "temperature|\"temperature\":2.5",
        "temperature|\"temperature\":\"hot\"",
        "top_p|\"top_p\":1.5",
        "max_tokens|\"max_tokens\":0",
        "max_completion_tokens|\"max_completion_tokens\":1.5",
        "stop|\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]",
        "stop|\"stop\":7",
        "stop|\"stop\":\"\"",
        "tools[0].type|\"tools\":[{\"type\":\"custom\"}]",
        "tools[0].function.name|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]",
        "tool_choice|\"tool_choice\":\"required\"",
        "tool_choice|\"tool_choice\":\"sometimes\"",
        "tool_choice.function.name|\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}",
        "stream_options|\"stream_options\":{\"include_usage\":true}",
        "stream|\"stream\":\"yes\"",
        "messages|\"messages\":[]",
        "messages|\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]",
        "messages[0].role|\"messages\":[{\"role\":\"function\",\"content\":\"x\"}]",
        "messages[0].role|\"messages\":[{\"content\":\"x\"}]",
        "messages[0].content|\"messages\":[{\"role\":\"user\"}]",
        "messages[0].content|\"messages\":[{\"role\":\"user\",\"content\":5}]",
        "messages[1].content|\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\"}]",
        "messages[0].content[0].type|\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}]",
        "messages[0].tool_call_id|\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]",
      })
  void whatCannotBeHandedOnIsRefusedByItsName(String param, String fields) throws Exception {
    String messages =
        fields.contains("\"messages\"")
            ? ""
            : ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    HttpResponse<String> response = post("{" + fields + messages + "}");
    assertError(response, 400, "invalid_request_error", "invalid_field");
    assertThat(error(response).string("param")).isEqualTo(param);
    assertThat(server.model().completions()).isEmpty();
  }

  @Test
  void whatChangesNothingIsPassedOver() throws Exception {
    server.model().script(Script.text("ok"));
    complete(
        """
        "n":1,"logprobs":false,"presence_penalty":0,"response_format":{"type":"text"},"seed":7,
        "user":"ann","metadata":{"a":"b"},"store":false,"service_tier":"auto","logit_bias":{},
        "reasoning_effort":"low","parallel_tool_calls":false,"modalities":["text"],"top_k":3,
        "tool_choice":"auto","stop":null,"tools":null,"stream":null,"max_tokens":null\
        """);
  }

  @Test
  void requestsThatAreNoneAreRefusedInOpenAisForm() throws Exception {
    assertError(post("{\"model\":"), 400, "invalid_request_error", "invalid_json");
    assertError(post("[]"), 400, "invalid_request_error", "invalid_json");
    assertError(
        server.send(
            server
                .request(COMPLETIONS)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build()),
        415,
        "invalid_request_error",
        "unsupported_media_type");
    assertError(
        post("{\"x\":\"" + "x".repeat(17 << 20) + "\"}"),
        413,
        "invalid_request_error",
        "body_too_large");
    HttpResponse<String> wrongMethod = server.get(COMPLETIONS);
    assertError(wrongMethod, 405, "invalid_request_error", "method_not_allowed");
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("POST");
    assertThat(wrongMethod.body()).contains("GET is not possible at " + COMPLETIONS);
    assertError(
        server.json("POST", "/v1/models", "{}"),
        405,
        "invalid_request_error",
        "method_not_allowed");
    assertError(
        server.json("POST", "/v1/embeddings", "{}"),
        404,
        "invalid_request_error",
        "route_not_found");
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
        post("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertError(asked, 404, "invalid_request_error", "model_not_found");
    assertThat(error(asked).string("param")).isEqualTo("model");
  }

  static Stream<Object[]> failures() {
    return Stream.of(
        new Object[] {Script.status(401), 401, "authentication_error", "model_unauthorized"},
        new Object[] {Script.status(404), 404, "invalid_request_error", "model_not_found"},
        new Object[] {Script.status(422), 400, "invalid_request_error", "model_refused"},
        new Object[] {Script.status(429), 429, "rate_limit_error", "model_rate_limited"},
        new Object[] {Script.status(500), 503, "server_error", "model_unavailable"},
        new Object[] {
          Script.numbered(3).contentType("text/html"), 502, "server_error", "model_bad_response"
        },
        new Object[] {
          Script.numbered(3).cutAfter(0, Cut.CLOSE), 502, "server_error", "model_cut_off"
        },
        new Object[] {Script.numbered(3).errorAfter(0, "no"), 502, "server_error", "model_failed"});
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatFailsBeforeTheFirstWordHasAStatus(Script script, int status, String type, String code)
      throws Exception {
    server.model().script(script);
    assertError(post(body("")), status, type, code);
    assertError(post(body("\"stream\":true")), status, type, code);
  }

  @Test
  void aProvidersWordOnWhenToComeBackIsHandedOn() throws Exception {
    server.model().script(Script.status(429).retryAfter(Duration.ofMinutes(20)));
    HttpResponse<String> response = post(body("\"stream\":true"));
    assertError(response, 429, "rate_limit_error", "model_rate_limited");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1200");
  }

  @Test
  void whatFailsInTheMiddleIsToldInTheStreamWhichHasNoEndThen() throws Exception {
    server.model().script(Script.numbered(9).errorAfter(3, "the model broke"));
    HttpResponse<String> response = post(body("\"stream\":true"));
    assertThat(response.statusCode()).isEqualTo(200);
    List<String> data = data(response.body());
    assertThat(response.body()).doesNotContain("[DONE]").contains("t1", "t3");
    JsonFields error = JsonFields.parse(data.getLast()).object("error");
    assertThat(error.string("code")).isEqualTo("model_failed");
    assertThat(error.string("message")).contains("the model broke");
    assertThat(error.string("type")).isEqualTo("server_error");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aClientThatGoesEndsItsModelsAnswerInAStream(int tokensBefore) throws Exception {
    server.model().script(Script.numbered(5).held());
    Socket socket = open("{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    asked.releaseTokens(tokensBefore);
    await().until(() -> asked.tokensSent() == tokensBefore);
    socket.close();
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  @Test
  void aClientThatGoesEndsItsModelsAnswerWhereItWantedAWholeOne() throws Exception {
    server.model().script(Script.numbered(5).held());
    Socket socket = open("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    socket.close();
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  @Test
  void aConnectionServesOneCallAfterTheOther() throws Exception {
    server.model().script(Script.numbered(3));
    String body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    try (Socket socket = open(body)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (int i = 0; i < 3; i++) {
        for (String line = lines.readLine(); !line.equals("data: [DONE]"); ) {
          line = lines.readLine();
        }
        while (!lines.readLine().equals("0")) {
          // The rest of the last chunk.
        }
        assertThat(lines.readLine()).isEmpty();
        socket.getOutputStream().write(request(body));
      }
      // And two at once: the second waits for the end of the first.
      socket.getOutputStream().write(request(body));
      int ends = 0;
      while (ends < 2) {
        ends += lines.readLine().equals("data: [DONE]") ? 1 : 0;
      }
    }
  }

  @Test
  void whenTheServerEndsItsStreamsEndWithAnErrorAndNewCallsAreRefused() throws Exception {
    server.model().script(Script.numbered(5).held());
    CompletableFuture<HttpResponse<InputStream>> running =
        CompletableFuture.supplyAsync(() -> openStream());
    server.model().awaitCompletion(1, Duration.ofSeconds(10)).releaseTokens(1);
    InputStream stream = running.get().body();
    server.endServer();
    assertThat(new String(stream.readAllBytes(), UTF_8))
        .contains("\"code\":\"shutting_down\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void aPageElsewhereCannotCallUnlessItIsAllowed() throws Exception {
    HttpResponse<String> foreign =
        server.send(
            server
                .request(COMPLETIONS)
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body("")))
                .build());
    assertError(foreign, 403, "permission_error", "origin_not_allowed");
    HttpResponse<String> allowed =
        server.send(
            server
                .request(COMPLETIONS)
                .header("Origin", "https://chat.example.org")
                .header("Access-Control-Request-Method", "POST")
                .header(
                    "Access-Control-Request-Headers", "authorization,content-type,x-stainless-os")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("authorization,content-type,x-stainless-os");
  }

  private HttpResponse<InputStream> openStream() {
    HttpRequest request =
        server
            .request(COMPLETIONS)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body("\"stream\":true")))
            .build();
    try {
      return server.open(request);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket open(String body) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(request(body));
    return socket;
  }

  private byte[] request(String body) {
    return ("POST "
            + COMPLETIONS
            + " HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  private static String body(String moreFields) {
    String user = JsonText.object().field("role", "user").field("content", "Hi").done();
    return "{\"model\":\"test/numbered\",\"messages\":["
        + user
        + "]"
        + (moreFields.isEmpty() ? "" : ",")
        + moreFields
        + "}";
  }

  private JsonFields complete(String moreFields) throws Exception {
    HttpResponse<String> response = post(body(moreFields));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonFields.parse(response.body());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return server.json("POST", COMPLETIONS, body);
  }

  private static List<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static JsonFields delta(JsonFields chunk) {
    return chunk.objects("choices").getFirst().object("delta");
  }

  private static JsonFields error(HttpResponse<String> response) {
    return JsonFields.parse(response.body()).object("error");
  }

  private static void assertError(
      HttpResponse<String> response, int status, String type, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(error(response).string("type")).isEqualTo(type);
    assertThat(error(response).string("code")).isEqualTo(code);
    assertThat(error(response).string("message")).isNotBlank();
    assertThat(error(response).mentions("param")).isTrue();
  }
}
