package dev.potok.cli;

import static dev.potok.cli.Refusal.assertProblem;
import static dev.potok.cli.Refusal.problem;
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
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server over real sockets, with the testkit's model server behind it. */
@Timeout(90)
class ServerIT extends ServerScene {
  private static final String API = "/api/web/v1";
  private String chat = "";

  @Override
  String[] configuration() {
    return new String[] {"cors:", "  origins: ['https://chat.example.org']"};
  }

  @BeforeEach
  void makeChat() throws Exception {
    long id = WireJson.readChat(JsonFields.parse(body("POST", API + "/chats", "{}"))).id();
    chat = API + "/chats/" + id;
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
  void anEditedMessageIsAVersionAndEitherCanBeShown() throws Exception {
    server().model().script(Script.numbered(2));
    post(chat + "/messages/stream", "{\"content\":\"one\"}");
    long first = history().getFirst().id();
    String edit = "{\"content\":\"two\",\"client_message_id\":\"e\",\"version_of\":" + first + "}";
    post(chat + "/messages/stream", edit);
    post(chat + "/messages/stream", edit);
    MessageRead edited = history().getFirst();
    assertThat(edited.content()).isEqualTo("two");
    assertThat(edited.versions()).containsExactly(first, edited.id());
    assertThat(history()).hasSize(2);

    HttpResponse<String> shown = post(chat + "/messages/" + first + "/show", "");
    assertThat(WireJson.readMessage(JsonFields.parse(shown.body())).content()).isEqualTo("one");
    assertThat(history().getFirst().id()).isEqualTo(first);
    long answer = history().getLast().id();
    assertProblem(404, "message_not_found", post(chat + "/messages/999/show", ""));
    String wrong = "{\"content\":\"x\",\"version_of\":" + answer;
    assertProblem(409, "message_not_editable", post(chat + "/messages/stream", wrong + "}"));
    assertProblem(
        422,
        "invalid_field",
        post(chat + "/messages/stream", wrong + ",\"parent_id\":" + first + "}"));

    server().model().script(Script.numbered(3).held());
    HttpResponse<InputStream> running = open("three", "text/event-stream");
    assertProblem(409, "answer_running", post(chat + "/messages/" + edited.id() + "/show", ""));
    server().model().releaseTokens(3);
    assertThat(collect(running).end()).isNotNull();
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
}
