package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Cut;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import dev.potok.testkit.SelfSignedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model's server fails in every way: what the reader, the history and the next prompt say. */
@Timeout(60)
class UpstreamFaultsIT {
  private static final String API = "/api/web/v1";
  private static final String HALF = Script.numbered(3).wholeText();
  private static final String WHOLE = Script.numbered(5).wholeText();

  @TempDir static Path folder;
  private static TestServer server;
  private static SelfSignedServer selfSigned;
  private String chat = "";

  @BeforeAll
  static void start() throws Exception {
    selfSigned = SelfSignedServer.start();
    Files.createDirectories(folder);
    server =
        TestServer.start(
            folder,
            "    silence-timeout: 1500ms",
            "    first-token-timeout: 2500ms",
            "  - name: tls",
            "    base-url: " + selfSigned.baseUrl(),
            "    api-key: secret",
            "    models: [one]");
  }

  @AfterAll
  static void close() {
    server.close();
    selfSigned.close();
  }

  @BeforeEach
  void newChat() throws Exception {
    String created = server.json("POST", API + "/chats", "{}").body();
    chat = API + "/chats/" + WireJson.readChat(JsonFields.parse(created)).id();
  }

  /**
   * A way to fail.
   *
   * @param partial the text that comes before
   */
  record Fault(String name, Script script, String code, boolean retryable, String partial) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Script five() {
    return Script.numbered(5);
  }

  static Stream<Fault> faultsInTheMiddle() {
    return Stream.of(
        fault("cut in the middle", five().cutAfter(3, Cut.CLOSE), "model_cut_off"),
        fault(
            "cut where a close is an end",
            five().untilClose().cutAfter(3, Cut.CLOSE),
            "model_cut_off"),
        fault("silence", five().stallAfter(3, Duration.ofMinutes(5)), "model_silent"),
        fault("an error object", five().errorAfter(3, "out of memory"), "model_failed"),
        fault("malformed JSON", five().malformedAfter(3), "model_bad_response"),
        fault("garbage", five().rawAfter(3, "\0\1\uFFFF}{][\7:::\n\n"), "model_bad_response"),
        fault("garbage as data", five().rawAfter(3, "data: \0\1}{\n\n"), "model_bad_response"),
        fault("a proxy's page", five().rawAfter(3, "<html>502</html>\n\n"), "model_bad_response"),
        fault(
            "10 MB without a line end",
            five().endlessLineAfter(3, 10_000_000),
            "model_bad_response"),
        fault("a clean end in the middle", five().endAfter(3), "model_cut_off"),
        new Fault(
            "neither a finish reason nor [DONE]",
            five().withoutFinish().withoutDone(),
            "model_cut_off",
            true,
            WHOLE));
  }

  private static Fault fault(String name, Script script, String code) {
    return new Fault(name, script, code, true, HALF);
  }

  static Stream<Fault> faultsBeforeTheFirstWord() {
    return Stream.of(
        before(
            "cut before the head", Script.cutBeforeHeaders(Cut.RESET), "model_unavailable", true),
        before(
            "closed before the head",
            Script.cutBeforeHeaders(Cut.CLOSE),
            "model_unavailable",
            true),
        before("no head", five().delayHeaders(Duration.ofMinutes(5)), "model_timeout", true),
        before("no token", five().delayFirstToken(Duration.ofMinutes(5)), "model_timeout", true),
        before("cut before the first token", five().cutAfter(0, Cut.CLOSE), "model_cut_off", true),
        before("an end before the first token", five().endAfter(0), "model_cut_off", true),
        before("an error object at once", five().errorAfter(0, "busy"), "model_failed", true),
        before("no text", Script.text(), "model_empty", true),
        before("a redirect", Script.redirect("/elsewhere"), "model_not_found", false),
        before("401", Script.status(401), "model_unauthorized", false),
        before("403", Script.status(403), "model_unauthorized", false),
        before("404", Script.status(404), "model_not_found", false),
        before("400", Script.status(400), "model_refused", false),
        before("429", Script.status(429), "model_rate_limited", true),
        before("500", Script.status(500), "model_unavailable", true),
        before("503", Script.status(503), "model_unavailable", true),
        before("a page", five().contentType("text/html"), "model_bad_response", true),
        before("500 with a page", Script.status(500, "<html>"), "model_unavailable", true));
  }

  private static Fault before(String name, Script script, String code, boolean retryable) {
    return new Fault(name, script, code, retryable, "");
  }

  @ParameterizedTest
  @MethodSource("faultsInTheMiddle")
  void aFaultInTheMiddleLeavesAFailedAnswerThatNobodyTakesForAWholeOne(Fault fault)
      throws Exception {
    server.model().script(fault.script());
    List<AnswerEvent> events = send("first");

    AnswerError error = assertFailed(events, fault);
    MessageRead failed = error.partial().orElseThrow();
    assertThat(failed.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(failed.content()).isEqualTo(fault.partial());
    assertThat(textOf(events)).isEqualTo(fault.partial());
    assertThat(history()).hasSize(2).last().isEqualTo(failed);
    assertNothingRuns();

    // A further version has its own id and its own text.
    server.model().script(Script.text("another"));
    List<AnswerEvent> retried =
        stream("POST", chat + "/messages/" + failed.id() + "/regenerate", "{}");
    assertThat(startOf(retried).message().content()).isEmpty();
    MessageEnd end = (MessageEnd) retried.getLast();
    assertThat(end.message().id()).isGreaterThan(failed.id());
    assertThat(end.message().content()).isEqualTo("another");
    assertThat(end.message().parentId()).isEqualTo(failed.parentId());
    assertThat(lastPrompt()).containsExactly("user: first");
    assertThat(history())
        .hasSize(2)
        .last()
        .isEqualTo(end.message().withVersions(List.of(failed.id(), end.message().id())));

    // The first is as it was.
    List<AnswerEvent> again =
        stream("GET", chat + "/messages/" + failed.id() + "/stream?after=0", "");
    assertThat(again.getLast()).isEqualTo(error);
    assertThat(textOf(again)).isEqualTo(fault.partial());

    // What follows the failed one does not give it to the model as what it had said.
    send("second", failed.id());
    assertThat(lastPrompt()).hasSize(3).endsWith("user: second");
    assertThat(lastPrompt().get(1))
        .startsWith("assistant: " + fault.partial())
        .endsWith("[This answer was cut off and is incomplete.]");
  }

  @ParameterizedTest
  @MethodSource("faultsBeforeTheFirstWord")
  void aFaultBeforeTheFirstWordTakesBothMessagesBack(Fault fault) throws Exception {
    server.model().script(fault.script());
    List<AnswerEvent> events = send("first");

    AnswerError error = assertFailed(events, fault);
    assertThat(error.partial()).isEmpty();
    assertThat(history()).isEmpty();
    assertNothingRuns();
    long first = startOf(events).message().id();
    assertThat(stream("GET", chat + "/messages/" + first + "/stream?after=0", "").getLast())
        .isEqualTo(error);

    server.model().script(Script.text("whole"));
    List<AnswerEvent> next = send("second");
    assertThat(((MessageEnd) next.getLast()).message().content()).isEqualTo("whole");
    assertThat(lastPrompt()).containsExactly("user: second");
    assertThat(startOf(next).message().id()).isGreaterThan(first);
  }

  @Test
  void aResetMayTakeTextWithItButAddsNone() throws Exception {
    server.model().script(five().every(Duration.ofMillis(20)).cutAfter(3, Cut.RESET));
    AnswerError error = (AnswerError) send("first").getLast();
    assertThat(error.code()).isEqualTo("model_cut_off");
    assertThat(HALF).startsWith(error.partial().map(MessageRead::content).orElse(""));
  }

  @Test
  void aCertificateThatNobodySignedIsRefusedBeforeAnythingIsSaid() throws Exception {
    AnswerError error = (AnswerError) send("first", "tls/one").getLast();
    assertThat(error.code()).isEqualTo("model_unavailable");
    assertThat(error.message()).contains("TLS", "localhost").doesNotContain("secret");
    assertThat(history()).isEmpty();
    assertThat(selfSigned.acceptedConnections()).isEqualTo(1);
    assertThat(selfSigned.bytesReceived()).isZero();
  }

  @Test
  void aSlowTrickleIsAnAnswer() throws Exception {
    // Longer in all than the silence that is waited for, and never silent as long.
    server.model().script(five().trickle(3, Duration.ofMillis(6)));
    MessageEnd end = (MessageEnd) send("first").getLast();
    assertThat(end.message().content()).isEqualTo(WHOLE);
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(end.message().metadata().processingTime().orElse(0)).isGreaterThan(1_500);
  }

  @ParameterizedTest
  @MethodSource("endsThatAreWhole")
  void anEndThatSaysSoIsWhole(Script script) throws Exception {
    server.model().script(script);
    MessageEnd end = (MessageEnd) send("first").getLast();
    assertThat(end.message().content()).isEqualTo(WHOLE);
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
  }

  static Stream<Script> endsThatAreWhole() {
    return Stream.of(
        five().withoutDone(),
        five().withoutFinish(),
        five().withoutUsage(),
        five().sliced(1),
        five().withoutDone().untilClose());
  }

  /** One end, and it is the error of the fault. */
  private static AnswerError assertFailed(List<AnswerEvent> events, Fault fault) {
    assertThat(events.stream().filter(AnswerEvent::isLast)).hasSize(1);
    assertThat(events.getLast()).isInstanceOf(AnswerError.class);
    AnswerError error = (AnswerError) events.getLast();
    assertThat(error.code()).isEqualTo(fault.code());
    assertThat(error.retryable()).isEqualTo(fault.retryable());
    assertThat(error.message()).isNotBlank().doesNotContain("Exception");
    return error;
  }

  private void assertNothingRuns() throws Exception {
    assertThat(WireJson.readChat(JsonFields.parse(server.get(chat).body())).streamingMessageId())
        .isEmpty();
  }

  /** What the model was told last, a line a message. */
  private static List<String> lastPrompt() {
    RecordedRequest request = server.model().completions().getLast();
    return request.json().objects("messages").stream()
        .map(message -> message.string("role") + ": " + message.string("content"))
        .toList();
  }

  private List<AnswerEvent> send(String content) throws Exception {
    return send(JsonText.object().field("content", content));
  }

  private List<AnswerEvent> send(String content, long parentId) throws Exception {
    return send(JsonText.object().field("content", content).field("parent_id", parentId));
  }

  private List<AnswerEvent> send(String content, String model) throws Exception {
    return send(JsonText.object().field("content", content).field("model", model));
  }

  private List<AnswerEvent> send(JsonText body) throws Exception {
    return stream("POST", chat + "/messages/stream", body.done());
  }

  /** Reads a stream to its end. */
  private static List<AnswerEvent> stream(String method, String path, String body)
      throws Exception {
    HttpResponse<byte[]> response =
        server.bytes(
            server
                .request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Accept-Language", "en")
                .build());
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    List<AnswerEvent> events = new ArrayList<>();
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageStart(MessageStart start) {
                events.add(start);
              }

              @Override
              public void onMessageDelta(MessageDelta delta) {
                events.add(delta);
              }

              @Override
              public void onMessageEnd(MessageEnd end) {
                events.add(end);
              }

              @Override
              public void onError(AnswerError error) {
                events.add(error);
              }
            });
    handler.feed(response.body());
    handler.end();
    return events;
  }

  private static MessageStart startOf(List<AnswerEvent> events) {
    return (MessageStart) events.getFirst();
  }

  private static String textOf(List<AnswerEvent> events) {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent event : events) {
      if (event instanceof MessageDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private List<MessageRead> history() throws Exception {
    return WireJson.readArray(server.get(chat + "/messages").body(), WireJson::readMessage);
  }
}
