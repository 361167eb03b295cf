package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Script;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that was told to end, while an answer still runs. */
@Timeout(60)
class ShutdownIT {
  private static final String API = "/api/web/v1";

  @TempDir Path folder;

  @Test
  void aServerThatEndsTakesNothingNewAndLetsWhatRunsComeToItsEnd() throws Exception {
    try (TestServer server = TestServer.start(folder, "answers:", "  shutdown-grace: 30s")) {
      server.model().script(Script.numbered(4).held());
      long chat = newChat(server);
      long other = newChat(server);
      HttpResponse<InputStream> running = server.open(send(server, chat));
      await().until(() -> history(server, chat).size() == 2);
      Thread ending = Thread.ofVirtual().start(server::endServer);
      await().until(() -> server.get("/health").statusCode() == 503);

      Set<Long> delays = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        HttpResponse<String> refused = server.send(send(server, other));
        Problem problem = WireJson.readProblem(JsonFields.parse(refused.body()));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("shutting_down");
        long delay = refused.headers().firstValueAsLong("Retry-After").orElseThrow();
        assertThat(delay).isBetween(1L, 6L);
        assertThat(problem.retryAfterSeconds()).hasValue(delay);
        delays.add(delay);
      }
      assertThat(delays).as("not all at once").hasSizeGreaterThan(1);
      assertThat(history(server, other)).isEmpty();

      server.model().releaseTokens(4);
      String stream = new String(running.body().readAllBytes(), UTF_8);
      ending.join();
      assertThat(stream).contains("event: message_end", "\"status\":\"complete\"");
    }
    try (TestServer again = TestServer.start(folder)) {
      assertThat(history(again, 1))
          .last()
          .satisfies(message -> {
            assertThat(message.status()).isEqualTo(MessageStatus.COMPLETE);
            assertThat(message.content()).isEqualTo("t1 t2 t3 t4");
          });
    }
  }

  @Test
  void whoReadsSeveralAnswersIsToldTheEndOfEachBeforeTheServerEnds() throws Exception {
    int answers = 20;
    try (TestServer server = TestServer.start(folder, "answers:", "  shutdown-grace: 30s")) {
      server.model().script(Script.text("x".repeat(100_000)).held());
      StringBuilder query = new StringBuilder("?");
      for (int i = 0; i < answers; i++) {
        long chat = newChat(server);
        server.open(send(server, chat)).body().close();
        await().until(() -> history(server, chat).size() == 2);
        query.append("answer=").append(history(server, chat).getLast().id()).append(":0&");
      }
      try (LiveReader reader = LiveReader.open(server, query.toString())) {
        Thread ending = Thread.ofVirtual().start(server::endServer);
        await().until(() -> server.get("/health").statusCode() == 503);
        server.model().releaseTokens(answers);
        ending.join();
        reader.awaitEnd();
        assertThat(reader.all(LiveEvent.AnswerPart.class))
            .filteredOn(part -> part.jsonLine().contains("\"message_end\""))
            .hasSize(answers);
      }
    }
  }

  private static HttpRequest send(TestServer server, long chat) {
    return server
        .request(API + "/chats/" + chat + "/messages/stream")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"x\"}"))
        .build();
  }

  private static long newChat(TestServer server) throws Exception {
    return JsonFields.parse(server.json("POST", API + "/chats", "{}").body()).int64("id");
  }

  private static List<MessageRead> history(TestServer server, long chat) throws Exception {
    return WireJson.readArray(
        server.get(API + "/chats/" + chat + "/messages").body(), WireJson::readMessage);
  }
}
