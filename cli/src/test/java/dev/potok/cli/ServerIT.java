package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets, with the testkit's model server behind it. */
@Timeout(90)
class ServerIT {
  private static final String API = "/api/web/v1";

  @TempDir Path folder;
  private @Nullable TestServer started;
  private String chat = "";

  @BeforeEach
  void start() throws Exception {
    started = TestServer.start(folder, "cors:", "  origins: ['https://chat.example.org']");
    long id = WireJson.readChat(JsonFields.parse(body("POST", API + "/chats", "{}"))).id();
    chat = API + "/chats/" + id;
  }

  @AfterEach
  void stop() {
    server().close();
  }

  private TestServer server() {
    return Objects.requireNonNull(started);
  }

  @Test
  void badBodiesAreRefusedAndNamedAndNothingIsStored() throws Exception {
    assertProblem(400, "invalid_json", post(chat + "/messages/stream", "{\"content\":"));
    assertProblem(400, "invalid_json", post(chat + "/messages/stream", "[1]"));
    assertProblem(400, "invalid_json", post(API + "/projects", "[".repeat(100_000)));
    assertField("content", post(chat + "/messages/stream", "{}"));
    assertField("content", post(chat + "/messages/stream", "{\"content\":\" \\n\"}"));
    assertField("content", post(chat + "/messages/stream", "{\"content\":5}"));
    assertField(
        "client_message_id",
        post(chat + "/messages/stream", "{\"content\":\"x\",\"client_message_id\":\"\"}"));
    assertField(
        "parent_id", post(chat + "/messages/stream", "{\"content\":\"x\",\"parent_id\":1.5}"));
    assertField("name", post(API + "/projects", "{\"name\":\"" + "x".repeat(201) + "\"}"));
    assertField("limit", server().get(API + "/chats?limit=0"));
    assertField("limit", server().get(API + "/chats?limit=abc"));
    assertField("cursor", server().get(API + "/chats?cursor=%21"));
    assertField("chat_id", server().get(API + "/chats/abc"));
    assertField("after", server().get(chat + "/messages/1/stream?after=-1"));
    assertThat(server().get(chat + "/messages").body()).isEqualTo("[]");
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    assertProblem(404, "chat_not_found", server().get(API + "/chats/999"));
    assertProblem(404, "chat_not_found", server().get(API + "/chats/999/messages"));
    assertProblem(
        404, "chat_not_found", post(API + "/chats/999/messages/stream", "{\"content\":\"x\"}"));
    assertProblem(404, "project_not_found", server().get(API + "/projects/999"));
    assertProblem(404, "project_not_found", post(API + "/chats", "{\"project_id\":999}"));
    assertProblem(404, "message_not_found", server().get(chat + "/messages?before=999"));
    assertProblem(404, "message_not_found", server().get(chat + "/messages/999/stream"));
    assertProblem(404, "message_not_found", post(chat + "/messages/999/stop", ""));
    assertProblem(404, "message_not_found", delete(chat + "/messages/999"));
    assertProblem(404, "message_not_found", post(chat + "/messages/999/restore", ""));
    assertProblem(
        404,
        "message_not_found",
        post(chat + "/messages/stream", "{\"content\":\"x\",\"parent_id\":999}"));
    assertProblem(
        422,
        "model_unknown",
        post(chat + "/messages/stream", "{\"content\":\"x\",\"model\":\"none/x\"}"));
    assertProblem(404, "route_not_found", server().get(API + "/nothing"));
    assertProblem(404, "route_not_found", server().get("/assets/..%2F..%2Fapplication.yaml"));
  }

  @Test
  void anUnfinishedAnswerIsContinuedAndTheModelIsAskedToGoOn() throws Exception {
    server().model().enqueue(Script.text("one ", "two ").cutAfter(2, Cut.CLOSE));
    post(chat + "/messages/stream", "{\"content\":\"count\"}");
    MessageRead cut = history().getLast();
    assertThat(cut.status()).isEqualTo(MessageStatus.FAILED);
    server().model().enqueue(Script.text("three"));

    String stream = post(chat + "/messages/" + cut.id() + "/continue", "{}").body();

    assertThat(stream).contains("\"content\":\"one two \"").contains("{\"delta\":\"three\"}");
    MessageRead whole = history().getLast();
    assertThat(whole.content()).isEqualTo("one two three");
    assertThat(whole.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(whole.parentId()).isEqualTo(cut.parentId());
    List<JsonFields> asked = server().model().completions().getLast().json().objects("messages");
    assertThat(asked)
        .extracting(message -> message.string("role"))
        .containsExactly("user", "assistant", "user");
    assertThat(asked.get(1).string("content")).isEqualTo("one two ");
    assertProblem(
        409, "message_not_continuable", post(chat + "/messages/" + whole.id() + "/continue", ""));
    assertProblem(404, "message_not_found", post(chat + "/messages/999/continue", "{}"));
  }

  @Test
  void aPositionThatWasNeverGivenIsAnsweredByTheTextSoFar() throws Exception {
    server().model().script(Script.numbered(3));
    post(chat + "/messages/stream", "{\"content\":\"count\"}");
    long id = history().getLast().id();
    for (String position : List.of("-1", "abc", "3.5", "9".repeat(30))) {
      HttpResponse<String> stream =
          server()
              .send(
                  server()
                      .request(chat + "/messages/" + id + "/stream")
                      .header("Last-Event-ID", position)
                      .build());
      assertThat(stream.body())
          .as(position)
          .contains("\"content\":\"t1 t2 t3\"")
          .doesNotContain("id: 1\n");
    }
  }

  @Test
  void bodiesOverTheLimitAreRefusedAnnouncedOrNot() throws Exception {
    byte[] large = ("{\"name\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
    HttpRequest announced =
        server()
            .request(API + "/projects")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(large))
            .build();
    assertProblem(413, "body_too_large", server().send(announced));
    String chunked =
        raw(
            "POST "
                + API
                + "/projects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + ("10000\r\n" + "x".repeat(0x10000) + "\r\n").repeat(20));
    assertThat(chunked).startsWith("HTTP/1.1 413");
    assertThat(server().get(API + "/projects").body()).isEqualTo("{\"projects\":[]}");
  }

  @Test
  void onlyJsonBodiesInUtf8AreTaken() throws Exception {
    HttpRequest form =
        server()
            .request(API + "/projects")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"))
            .build();
    assertProblem(415, "unsupported_media_type", server().send(form));
    HttpRequest broken =
        server()
            .request(API + "/projects")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    new byte[] {'{', '"', 'n', (byte) 0xFF, '"', ':', '1', '}'}))
            .build();
    assertProblem(400, "bad_request", server().send(broken));
  }

  @Test
  void problemsSpeakTheCallersLanguage() throws Exception {
    HttpRequest russian =
        server().request(API + "/chats/999").header("Accept-Language", "ru-RU,ru;q=0.9,en").build();
    assertThat(problem(server().send(russian)).title()).isEqualTo("Чата 999 нет.");
    assertThat(problem(server().get(API + "/chats/999")).title())
        .isEqualTo("There is no chat 999.");
  }

  @Test
  void requestsOfForeignPagesAndUnderForeignNamesAreRefused() throws Exception {
    assertProblem(
        403,
        "origin_not_allowed",
        server()
            .send(
                server().request(API + "/chats").header("Origin", "https://evil.example").build()));
    assertProblem(
        403,
        "origin_not_allowed",
        server().send(server().request(API + "/chats").header("Origin", "null").build()));
    assertThat(raw("GET " + API + "/chats HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: LOCALHOST:80\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    HttpResponse<String> own =
        server()
            .send(
                server()
                    .request(API + "/chats")
                    .header("Origin", "http://127.0.0.1:" + server().port())
                    .build());
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aPageThatIsAllowedElsewhereMayCall() throws Exception {
    HttpResponse<String> preflight =
        server()
            .send(
                server()
                    .request(chat + "/messages/stream")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "https://chat.example.org")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "content-type,last-event-id")
                    .build());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://chat.example.org");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("POST", "PATCH", "DELETE");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .containsIgnoringCase("content-type")
        .containsIgnoringCase("last-event-id");
    HttpResponse<String> call =
        server()
            .send(
                server()
                    .request(API + "/chats")
                    .header("Origin", "https://chat.example.org")
                    .build());
    assertThat(call.statusCode()).isEqualTo(200);
    assertThat(call.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://chat.example.org");
    assertThat(call.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void aStreamIsWholeInBothFramings() throws Exception {
    server().model().script(Script.numbered(300).thinking("let me", " see"));
    for (String type : List.of("text/event-stream", "application/x-ndjson")) {
      Collected answer = collect(open("hello", type));
      assertThat(answer.end()).isNotNull();
      assertThat(answer.text.toString()).isEqualTo(Script.numbered(300).wholeText());
      assertThat(answer.thinking.toString()).isEqualTo("let me see");
      assertThat(answer.end().message().content()).isEqualTo(answer.text.toString());
      assertThat(answer.end().message().metadata().tokens()).hasValue(302);
      await().until(() -> history().getLast().status() == MessageStatus.COMPLETE);
      assertThat(history().getLast()).isEqualTo(answer.end().message());
    }
    assertThat(history()).hasSize(4);
  }

  @Test
  void theHeadersOfAStreamComeBeforeTheModelAnswers() throws Exception {
    server().model().script(Script.numbered(3).held());
    HttpResponse<InputStream> response = open("hello", "text/event-stream");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache, no-transform");
    assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
    byte[] first = response.body().readNBytes(8);
    assertThat(new String(first, UTF_8)).isEqualTo(": ping\n\n");
    assertThat(history().getLast().status()).isEqualTo(MessageStatus.STREAMING);
    server().model().releaseTokens(3);
    assertThat(collect(response).end()).isNotNull();
  }

  @Test
  void aReaderThatLeavesDoesNotEndTheAnswerAndCanComeBack() throws Exception {
    server().model().script(Script.numbered(20).held());
    HttpResponse<InputStream> first = open("hello", "text/event-stream");
    server().model().releaseTokens(5);
    Collected half = new Collected();
    MessageStreamHandler handler = new MessageStreamHandler(half);
    byte[] buffer = new byte[512];
    while (half.deltas == 0) {
      int n = first.body().read(buffer);
      handler.feed(buffer, 0, n);
    }
    first.body().close();
    server().model().releaseTokens(15);
    Collected rest =
        collect(
            server()
                .open(
                    server()
                        .request(chat + "/messages/" + half.id + "/stream")
                        .header("Last-Event-ID", Long.toString(handler.lastSeq()))
                        .build()));
    assertThat(half.text.toString() + rest.text).isEqualTo(Script.numbered(20).wholeText());
    assertThat(rest.end().message().content()).isEqualTo(Script.numbered(20).wholeText());
  }

  @Test
  void stopEndsTheModelsConnectionWithinASecond() throws Exception {
    server().model().script(Script.numbered(20).held());
    HttpResponse<InputStream> stream = open("hello", "text/event-stream");
    await().until(() -> server().model().openConnections() == 1);
    server().model().releaseTokens(2);
    await().until(() -> !history().isEmpty());
    long id = history().getLast().id();
    Collected seen = new Collected();
    MessageStreamHandler handler = new MessageStreamHandler(seen);
    byte[] buffer = new byte[512];
    while (seen.deltas == 0) {
      handler.feed(buffer, 0, stream.body().read(buffer));
    }
    HttpResponse<String> stopped = post(chat + "/messages/" + id + "/stop", "");
    await().atMost(Duration.ofSeconds(1)).until(() -> server().model().openConnections() == 0);
    MessageRead message = WireJson.readMessage(JsonFields.parse(stopped.body()));
    assertThat(message.status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(message.content()).startsWith("t1");
    assertThat(post(chat + "/messages/" + id + "/stop", "").body()).isEqualTo(stopped.body());
  }

  @Test
  void eachFaultOfAModelHasItsCodeAndSentence() throws Exception {
    assertFails("model_unauthorized", false, Script.status(401));
    assertFails("model_not_found", false, Script.status(404));
    assertFails("model_refused", false, Script.status(422));
    assertFails("model_rate_limited", true, Script.status(429).retryAfter(Duration.ofMinutes(5)));
    assertFails("model_unavailable", true, Script.status(500));
    assertFails("model_failed", true, Script.numbered(5).errorAfter(2, "out of memory"));
    assertFails("model_bad_response", true, Script.numbered(5).malformedAfter(2));
    assertFails(
        "model_cut_off", true, Script.numbered(5).endAfter(2).withoutFinish().withoutDone());
  }

  private void assertFails(String code, boolean retryable, Script script) throws Exception {
    server().model().script(script);
    Collected answer = collect(open("hello", "text/event-stream"));
    assertThat(answer.error().code()).isEqualTo(code);
    assertThat(answer.error().retryable()).isEqualTo(retryable);
    assertThat(answer.error().message()).isNotBlank();
    await().until(() -> history().stream().noneMatch(m -> m.status() == MessageStatus.STREAMING));
  }

  @Test
  void aSecondSendWhileAnAnswerRunsIsRefusedWithItsId() throws Exception {
    server().model().script(Script.numbered(2).held());
    open("hello", "text/event-stream");
    await().until(() -> !history().isEmpty());
    HttpResponse<String> second = post(chat + "/messages/stream", "{\"content\":\"more\"}");
    assertProblem(409, "answer_running", second);
    assertThat(problem(second).messageId()).hasValue(history().getLast().id());
    server().model().releaseTokens(2);
  }

  @Test
  void messagesAreDeletedAndRestored() throws Exception {
    server().model().script(Script.text("Hi"));
    Collected answer = collect(open("hello", "text/event-stream"));
    String one = chat + "/messages/" + answer.id;
    assertThat(delete(one).statusCode()).isEqualTo(204);
    assertThat(history()).hasSize(1);
    assertProblem(404, "message_not_found", delete(one));
    assertThat(post(one + "/restore", "").statusCode()).isEqualTo(200);
    assertThat(history()).hasSize(2);
  }

  @Test
  void thePageIsServedCompressedAndMayBeKept() throws Exception {
    HttpResponse<String> page = server().get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(String.join(", ", page.headers().allValues("Vary")))
        .contains("Origin", "Accept-Encoding");
    assertThat(page.body()).contains("<main").doesNotContain("{{");
    assertThat(server().get("/chats/1").body()).isEqualTo(page.body());
    assertThat(server().get("/streaming-demo").body()).isEqualTo(page.body());
    String tag = page.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        server().send(server().request("/").header("If-None-Match", tag).build());
    assertThat(again.statusCode()).isEqualTo(304);

    String script = page.body().replaceAll("(?s).*(/assets/potok\\.[0-9a-f]{12}\\.js).*", "$1");
    HttpResponse<InputStream> compressed =
        server().open(server().request(script).header("Accept-Encoding", "gzip").build());
    assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(compressed.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(compressed.body().readAllBytes().length).isLessThan(200 * 1024);
    HttpResponse<String> plain = server().get(script);
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.statusCode()).isEqualTo(200);
    assertProblem(404, "route_not_found", server().get("/assets/potok.000000000000.js"));
  }

  @Test
  void theListOfModelsHasTheGuideAtItsEnd() throws Exception {
    String models = server().get(API + "/models").body();
    assertThat(models)
        .startsWith("{\"models\":[{\"id\":\"test/numbered\"")
        .containsOnlyOnce("\"is_default\":true")
        .containsPattern("\"id\":\"potok/guide\"[^{]*\"is_default\":false}]}$");
  }

  private HttpResponse<InputStream> open(String content, String type) throws Exception {
    return server()
        .open(
            server()
                .request(chat + "/messages/stream")
                .header("Content-Type", "application/json")
                .header("Accept", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"" + content + "\"}"))
                .build());
  }

  private static Collected collect(HttpResponse<InputStream> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    Collected collected = new Collected();
    MessageStreamHandler handler = new MessageStreamHandler(collected);
    try (InputStream body = response.body()) {
      byte[] buffer = new byte[4096];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        handler.feed(buffer, 0, n);
      }
    }
    handler.end();
    return collected;
  }

  private static final class Collected implements MessageStreamListener {
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    long id;
    int deltas;
    private @Nullable MessageEnd end;
    private @Nullable AnswerError error;

    MessageEnd end() {
      return Objects.requireNonNull(end, () -> "no end, but " + error);
    }

    AnswerError error() {
      return Objects.requireNonNull(error, () -> "no error, but " + end);
    }

    @Override
    public void onMessageStart(MessageStart start) {
      id = start.message().id();
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      deltas++;
      (delta.kind() == MessageDelta.Kind.TEXT ? text : thinking).append(delta.text());
    }

    @Override
    public void onMessageEnd(MessageEnd messageEnd) {
      end = messageEnd;
    }

    @Override
    public void onError(AnswerError answerError) {
      error = answerError;
    }
  }

  private List<MessageRead> history() throws Exception {
    return WireJson.readArray(server().get(chat + "/messages").body(), WireJson::readMessage);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return server().json("POST", path, body);
  }

  private String body(String method, String path, String body) throws Exception {
    return server().json(method, path, body).body();
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return server().send(server().request(path).DELETE().build());
  }

  /** What a server says to bytes that no HTTP client would send. */
  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      socket.setSoTimeout(10_000);
      Thread.ofVirtual()
          .start(() -> {
            try {
              OutputStream out = socket.getOutputStream();
              out.write(request.getBytes(UTF_8));
              out.flush();
            } catch (IOException e) {
              // A server that refuses need not read the rest.
              assertThat(e).isNotNull();
            }
          });
      byte[] head = socket.getInputStream().readNBytes(12);
      return new String(head, UTF_8);
    }
  }

  private static Problem problem(HttpResponse<String> response) {
    return WireJson.readProblem(JsonFields.parse(response.body()));
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Problem problem = problem(response);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.title()).isNotBlank();
  }

  private static void assertField(String name, HttpResponse<String> response) {
    assertProblem(422, "invalid_field", response);
    assertThat(problem(response).firstField().orElseThrow().name()).isEqualTo(name);
    assertThat(problem(response).firstField().orElseThrow().expected()).isNotBlank();
  }
}
