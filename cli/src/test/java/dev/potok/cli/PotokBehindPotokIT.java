package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Potok whose models are those of another one, which it asks as any OpenAI-compatible server. */
@Timeout(60)
class PotokBehindPotokIT {
  private static final String API = "/api/web/v1";

  @TempDir Path folder;
  private TestServer behind;
  private TestServer front;

  @BeforeEach
  void start() throws Exception {
    behind = TestServer.start(Files.createDirectory(folder.resolve("behind")));
    front =
        TestServer.start(
            Files.createDirectory(folder.resolve("front")),
            "  - name: behind",
            "    base-url: http://127.0.0.1:" + behind.port() + "/v1",
            "    goes-on: true",
            "default-model: behind/test/numbered");
  }

  @AfterEach
  void close() {
    front.close();
    behind.close();
  }

  @Test
  void itsModelsAreOffered() throws Exception {
    assertThat(front.get(API + "/models").body())
        .contains("\"behind/test/numbered\"", "\"behind/potok/guide\"");
  }

  @Test
  void anAnswerComesThroughBothWithItsThinkingAndItsCount() throws Exception {
    behind.model().script(Script.numbered(50).thinking("Hm", "mm."));
    long chat = newChat();
    String stream =
        front
            .json("POST", API + "/chats/" + chat + "/messages/stream", "{\"content\":\"x\"}")
            .body();
    assertThat(stream).contains("event: message_end");
    MessageRead answer = history(chat).getLast();
    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(answer.content()).isEqualTo(Script.numbered(50).wholeText());
    assertThat(answer.metadata().thinkingText()).hasValue("Hmmm.");
    assertThat(answer.metadata().tokens()).hasValue(52);
  }

  @Test
  void aStopReachesTheModelBehindBoth() throws Exception {
    behind.model().script(Script.numbered(5).held());
    long chat = newChat();
    try (InputStream stream = openStream(chat)) {
      assertThat(stream.read()).isPositive();
      RecordedRequest asked = behind.model().awaitCompletion(1, Duration.ofSeconds(10));
      long answer = history(chat).getLast().id();
      front.json("POST", API + "/chats/" + chat + "/messages/" + answer + "/stop", "");
      assertThat(asked.awaitClosedByClient(Duration.ofSeconds(1))).isTrue();
    }
  }

  @Test
  void whatIsContinuedGoesOnWhereItStopped() throws Exception {
    behind.model().enqueue(Script.numbered(9).errorAfter(2, "broken"), Script.text(" t3"));
    long chat = newChat();
    front.json("POST", API + "/chats/" + chat + "/messages/stream", "{\"content\":\"x\"}");
    await().until(() -> history(chat).getLast().status() == MessageStatus.FAILED);
    long answer = history(chat).getLast().id();
    front.json("POST", API + "/chats/" + chat + "/messages/" + answer + "/continue", "{}");
    assertThat(history(chat).getLast().content()).isEqualTo("t1 t2 t3");
    assertThat(behind.model().completions().getLast().body()).contains("t1 t2");
  }

  private InputStream openStream(long chat) throws Exception {
    HttpResponse<InputStream> response =
        front.open(
            front
                .request(API + "/chats/" + chat + "/messages/stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"x\"}"))
                .build());
    return response.body();
  }

  private long newChat() throws Exception {
    return JsonFields.parse(front.json("POST", API + "/chats", "{}").body()).int64("id");
  }

  private List<MessageRead> history(long chat) throws Exception {
    return WireJson.readArray(
        front.get(API + "/chats/" + chat + "/messages").body(), WireJson::readMessage);
  }
}
