package dev.potok.cli;

import static dev.potok.cli.OpenAiCalls.COMPLETIONS;
import static dev.potok.cli.OpenAiCalls.assertError;
import static dev.potok.cli.OpenAiCalls.body;
import static dev.potok.cli.OpenAiCalls.data;
import static dev.potok.cli.OpenAiCalls.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the OpenAI-compatible endpoint refuses, and how it tells that a model has failed. */
@Timeout(60)
class OpenAiErrorsIT {
  @TempDir Path folder;
  private TestServer server;
  private OpenAiCalls calls;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder, "cors:", "  origins: [https://chat.example.org]");
    calls = new OpenAiCalls(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n|\"n\":2",
        "logprobs|\"logprobs\":true",
        "top_logprobs|\"top_logprobs\":3",
        "logit_bias|\"logit_bias\":5",
        "presence_penalty|\"presence_penalty\":2.5",
        "frequency_penalty|\"frequency_penalty\":-3",
        "response_format|\"response_format\":\"json_object\"",
        "response_format.type|\"response_format\":{}",
        "seed|\"seed\":1.5",
        "reasoning_effort|\"reasoning_effort\":5",
        "tools[0].function.strict|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":1}}]",
        "modalities|\"modalities\":[\"text\",\"audio\"]",
        "audio|\"audio\":{\"voice\":\"alloy\"}",
        "functions|\"functions\":[{\"name\":\"f\"}]",
        "web_search_options|\"web_search_options\":{}",
        "parallel_tool_calls|\"parallel_tool_calls\":5,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
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
        "messages|\"messages\":\"Hi\"",
        "messages[0]|\"messages\":[\"Hi\"]",
        "model|\"model\":5",
        "stream_options|\"stream\":true,\"stream_options\":true",
        "tools|\"tools\":{}",
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
    HttpResponse<String> response = calls.post("{" + fields + messages + "}");
    assertError(response, 400, "invalid_request_error", "invalid_field");
    assertThat(error(response).string("param")).isEqualTo(param);
    assertThat(server.model().completions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed|\"seed\":7",
        "reasoning_effort|\"reasoning_effort\":\"low\"",
        "verbosity|\"verbosity\":\"low\"",
        "logit_bias|\"logit_bias\":{\"50256\":-100}",
        "presence_penalty|\"presence_penalty\":0.5",
        "frequency_penalty|\"frequency_penalty\":-1",
        "response_format|\"response_format\":{\"type\":\"json_object\"}",
        "parallel_tool_calls|\"parallel_tool_calls\":false,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
        "tools[0].function.strict|\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true}}]",
      })
  void whatOnlyOpenAisProtocolCarriesIsRefusedForAnyOtherModel(String param, String fields)
      throws Exception {
    HttpResponse<String> response =
        calls.post(body(fields).replace("test/numbered", "potok/guide"));
    assertError(response, 400, "invalid_request_error", "invalid_field");
    assertThat(error(response).string("param")).isEqualTo(param);
  }

  @Test
  void whatIsWrongIsSaidInTheCallersLanguage() throws Exception {
    HttpRequest.Builder request =
        server
            .request(COMPLETIONS)
            .header("Content-Type", "application/json")
            .header("Accept-Language", "ru");
    HttpResponse<String> response =
        server.send(request.POST(HttpRequest.BodyPublishers.ofString(body("\"stop\":7"))).build());
    assertThat(error(response).string("message"))
        .isEqualTo("Недопустимое значение поля stop: 7 (допустимо: массив строк).");
    HttpResponse<String> missing =
        server.send(request.POST(HttpRequest.BodyPublishers.ofString("{}")).build());
    assertThat(error(missing).string("message"))
        .isEqualTo(
            "Недопустимое значение поля messages: отвечать не на что"
                + " (допустимо: хотя бы один вопрос).");
  }

  @Test
  void requestsThatAreNoneAreRefusedInOpenAisForm() throws Exception {
    assertError(calls.post("{\"model\":"), 400, "invalid_request_error", "invalid_json");
    assertError(calls.post("[]"), 400, "invalid_request_error", "invalid_json");
    HttpResponse<String> empty = calls.post("{}");
    assertError(empty, 400, "invalid_request_error", "invalid_field");
    assertThat(error(empty).string("param")).isEqualTo("messages");
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
        calls.post("{\"x\":\"" + "x".repeat(17 << 20) + "\"}"),
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

  static Stream<Object[]> failures() {
    return Stream.of(
        new Object[] {Script.status(401), 401, "authentication_error", "model_unauthorized"},
        new Object[] {Script.status(404), 404, "invalid_request_error", "model_not_found"},
        new Object[] {Script.status(422), 400, "invalid_request_error", "model_refused"},
        new Object[] {Script.status(429), 429, "rate_limit_error", "model_rate_limited"},
        new Object[] {Script.status(500), 503, "server_error", "model_unavailable"},
        new Object[] {Script.status(503), 503, "server_error", "model_unavailable"},
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
    assertError(calls.post(body("")), status, type, code);
    assertError(calls.post(body("\"stream\":true")), status, type, code);
  }

  @ParameterizedTest
  @CsvSource({"429,rate_limit_error,model_rate_limited", "503,server_error,model_unavailable"})
  void aProvidersWordOnWhenToComeBackIsHandedOn(int status, String type, String code)
      throws Exception {
    server.model().script(Script.status(status).retryAfter(Duration.ofMinutes(20)));
    HttpResponse<String> response = calls.post(body("\"stream\":true"));
    assertError(response, status, type, code);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1200");
  }

  @Test
  void whatFailsInTheMiddleIsToldInTheStreamWhichHasNoEndThen() throws Exception {
    server.model().script(Script.numbered(9).errorAfter(3, "the model broke"));
    HttpResponse<String> response = calls.post(body("\"stream\":true"));
    assertThat(response.statusCode()).isEqualTo(200);
    List<String> data = data(response.body());
    assertThat(response.body()).doesNotContain("[DONE]").contains("t1", "t3");
    JsonFields error = JsonFields.parse(data.getLast()).object("error");
    assertThat(error.string("code")).isEqualTo("model_failed");
    assertThat(error.string("message")).contains("the model broke");
    assertThat(error.string("type")).isEqualTo("server_error");
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
}
