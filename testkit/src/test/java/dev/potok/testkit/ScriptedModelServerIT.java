package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedModelServerIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final ModelClient client = new ModelClient(server.baseUrl());

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void numberedTokensComeInOrderWithFinishAndUsage() throws Exception {
    server.script(Script.numbered(3));

    ModelClient.Answer answer = client.ask("any", "hello");

    assertThat(answer.pieces()).containsExactly("t1", " t2", " t3");
    assertThat(answer.end().orElseThrow().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.end().orElseThrow().message().metadata().tokens()).hasValue(3);
    assertThat(answer.end().orElseThrow().message().metadata().model()).hasValue("any");
  }

  @Test
  void requestIsRecorded() throws Exception {
    server.script(Script.numbered(1));

    client.ask("some-model", "hello");

    RecordedRequest request = server.awaitCompletion(1, SOON);
    assertThat(request.json().string("model")).isEqualTo("some-model");
    assertThat(request.headers()).containsEntry("content-type", "application/json");
    assertThat(request.awaitEnd(SOON)).hasValue(RecordedRequest.Outcome.PLAYED);
    assertThat(request.tokensSent()).isEqualTo(1);
  }

  @Test
  void wholeAnswerIfNotStreamed() throws Exception {
    server.script(Script.text("a", "b").thinking("hm"));

    String body;
    try (InputStream in = client.open("m", "hello", false).body()) {
      body = new String(in.readAllBytes(), UTF_8);
    }

    JsonFields choice = JsonFields.parse(body).objects("choices").getFirst();
    assertThat(choice.object("message").string("content")).isEqualTo("ab");
    assertThat(choice.object("message").string("reasoning_content")).isEqualTo("hm");
    assertThat(choice.string("finish_reason")).isEqualTo("stop");
  }

  @Test
  void listsItsModels() throws Exception {
    server.models("one", "two");

    List<JsonFields> models = JsonFields.parse(client.get("/models")).objects("data");

    assertThat(models).extracting(model -> model.string("id")).containsExactly("one", "two");
  }

  @Test
  void queuedScriptsComeFirstOnceEach() throws Exception {
    server.script(Script.text("always"));
    server.enqueue(Script.text("first"), Script.text("second"));

    assertThat(client.ask("m", "?").text()).isEqualTo("first");
    assertThat(client.ask("m", "?").text()).isEqualTo("second");
    assertThat(client.ask("m", "?").text()).isEqualTo("always");
    assertThat(client.ask("m", "?").text()).isEqualTo("always");
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void heldTokensComeAsTheyAreReleased() throws Exception {
    server.script(Script.numbered(5).held());
    try (InputStream in = client.open("m", "?", true).body()) {
      RecordedRequest request = server.awaitCompletion(1, SOON);
      readTo(in, "\"role\"");
      assertThat(request.tokensSent()).isZero();

      server.releaseTokens(2);
      readTo(in, "\" t2\"");
      assertThat(request.outcome()).isEmpty();

      request.releaseTokens(3);
      readTo(in, "[DONE]");
      assertThat(request.awaitEnd(SOON)).hasValue(RecordedRequest.Outcome.PLAYED);
    }
  }

  @Test
  void closingClientIsNoticedWhileNothingIsSent() throws Exception {
    server.script(Script.numbered(5).held());
    RecordedRequest request;
    try (InputStream in = client.open("m", "?", true).body()) {
      readTo(in, "\"role\"");
      request = server.awaitCompletion(1, SOON);
    }

    assertThat(request.awaitClosedByClient(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void cutsGiveAnUnfinishedAnswer() throws Exception {
    for (Cut cut : Cut.values()) {
      server.script(Script.numbered(9).cutAfter(4, cut));

      ModelClient.Answer answer = client.ask("m", "?");

      assertThat(answer.end()).isEmpty();
      assertThat(answer.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
    }
    assertThat(server.completions())
        .allSatisfy(
            request -> assertThat(request.awaitEnd(SOON)).hasValue(RecordedRequest.Outcome.CUT));
  }

  @Test
  void closeWithoutChunksLooksLikeAnEnd() throws Exception {
    server.script(Script.numbered(9).untilClose().cutAfter(4, Cut.CLOSE));

    ModelClient.Answer answer = client.ask("m", "?");

    assertThat(answer.text()).isEqualTo("t1 t2 t3 t4");
    assertThat(answer.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
  }

  @Test
  void cutBeforeHeadersGivesNoResponse() {
    server.script(Script.cutBeforeHeaders(Cut.CLOSE));

    assertThatThrownBy(() -> client.open("m", "?", true)).isInstanceOf(IOException.class);
  }

  @Test
  void everyByteCanBeTheLast() throws Exception {
    Script whole = Script.text("aé", "漢😀");
    server.script(whole);
    int length;
    try (InputStream in = client.open("m", "?", true).body()) {
      length = in.readAllBytes().length;
    }
    for (int i = 0; i < length; i++) {
      server.script(whole.untilClose().cutAtByte(i, Cut.CLOSE));
      try (InputStream in = client.open("m", "?", true).body()) {
        assertThat(in.readAllBytes()).hasSize(i);
      }
    }
  }

  @Test
  void slicesAddUpToTheWhole() throws Exception {
    Script script = Script.text("a", "é", "漢", "😀").thinking("мысль");
    server.script(script.sliced(1));

    ModelClient.Answer answer = client.ask("m", "?");

    assertThat(answer.text()).isEqualTo(script.wholeText());
    assertThat(answer.thinking()).isEqualTo("мысль");
    assertThat(answer.end()).isPresent();
  }

  @Test
  void tokensCanBeDoubledSkippedAndSwapped() throws Exception {
    server.enqueue(
        Script.numbered(4).doubleToken(2),
        Script.numbered(4).skipToken(2),
        Script.numbered(4).swapToken(2));

    assertThat(client.ask("m", "?").text()).isEqualTo("t1 t2 t2 t3 t4");
    assertThat(client.ask("m", "?").text()).isEqualTo("t1 t3 t4");
    assertThat(client.ask("m", "?").text()).isEqualTo("t1 t3 t2 t4");
  }

  @Test
  void refusalsHaveStatusAndHeaders() throws Exception {
    server.enqueue(Script.status(429).retryAfter(Duration.ofSeconds(7)), Script.redirect("/x"));

    HttpResponse<InputStream> limited = client.open("m", "?", true);
    limited.body().close();
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");

    HttpResponse<InputStream> moved = client.open("m", "?", true);
    moved.body().close();
    assertThat(moved.statusCode()).isEqualTo(307);
    assertThat(moved.headers().firstValue("Location")).hasValue("/x");
  }

  @Test
  void keyIsRequiredIfSet() throws Exception {
    server.requireKey("secret");

    HttpResponse<InputStream> response = client.open("m", "?", true);
    response.body().close();

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void errorsAndBrokenEventsEndTheAnswer() throws Exception {
    server.enqueue(
        Script.numbered(4).errorAfter(2, "overloaded"),
        Script.numbered(4).malformedAfter(2),
        Script.numbered(4).endlessLineAfter(2, 10_000_000),
        Script.numbered(4).endAfter(2));

    assertThat(client.ask("m", "?").error().orElseThrow().message())
        .isEqualTo("server_error: overloaded");
    assertThat(client.ask("m", "?").error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
    assertThat(client.ask("m", "?").error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
    ModelClient.Answer ended = client.ask("m", "?");
    assertThat(ended.text()).isEqualTo("t1 t2");
    assertThat(ended.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
  }

  @Test
  void modelsAndDirectivesDecideIfNoScriptIsSet() throws Exception {
    assertThat(client.ask("echo", "say this").text()).isEqualTo("say this");
    assertThat(client.ask("numbered", "[[numbered count=3 rate=0]]").text()).isEqualTo("t1 t2 t3");
    assertThat(client.ask("numbered", "[[numbered count=9 rate=0]] [[end after=2]]").text())
        .isEqualTo("t1 t2");
    assertThat(client.ask("numbered", "[[status code=503]]").status()).isEqualTo(503);
    assertThat(client.ask("numbered", "[[nonsense]]").status()).isEqualTo(400);
    assertThat(client.ask("nobody", "?").status()).isEqualTo(400);
  }

  @Test
  void manyStreamsAtOnceLoseAndReorderNothing() throws Exception {
    Script script = Script.numbered(50).rate(200);
    server.script(script);
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ModelClient.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(readers.submit(() -> client.ask("m", "?")));
      }
      for (Future<ModelClient.Answer> answer : answers) {
        assertThat(answer.get().text()).isEqualTo(script.wholeText());
        assertThat(answer.get().end()).isPresent();
      }
    }
  }

  private static void readTo(InputStream in, String expected) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(expected) < 0) {
      int b = in.read();
      assertThat(b).as("end of the stream after %s", seen).isNotNegative();
      seen.append((char) b);
    }
  }
}
