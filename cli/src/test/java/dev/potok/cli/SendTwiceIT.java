package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Script;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two requests at once, over HTTP: one status for the one, another for the other. */
@Timeout(60)
class SendTwiceIT {
  private static final String API = "/api/web/v1";
  private static final int ROUNDS = 20;

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    server.model().script(Script.numbered(3).held());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void ofTwoSendsOneIsStreamedAndTheOtherRefusedWithTheIdOfTheFirst() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String chat = newChat();
      List<HttpResponse<String>> responses =
          atOnce(chat, () -> send(chat, "left", "l"), () -> send(chat, "right", "r"));
      List<HttpResponse<String>> refused =
          responses.stream().filter(response -> response.statusCode() == 409).toList();
      assertThat(refused).hasSize(1);
      Problem problem = WireJson.readProblem(JsonFields.parse(refused.getFirst().body()));
      assertThat(problem.code()).isEqualTo("answer_running");
      List<MessageRead> history = history(chat);
      assertThat(history).hasSize(2);
      assertThat(problem.messageId()).hasValue(history.getLast().id());
      assertThat(responses.stream().filter(response -> response.statusCode() == 200))
          .singleElement()
          .extracting(HttpResponse::body)
          .asString()
          .contains("\"message_end\"", "t1 t2 t3");
    }
  }

  @Test
  void theSameSendTwiceIsStreamedTwiceAndStoredOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String chat = newChat();
      List<HttpResponse<String>> responses =
          atOnce(chat, () -> send(chat, "same", "s"), () -> send(chat, "same", "s"));
      assertThat(responses).allMatch(response -> response.statusCode() == 200);
      assertThat(startOf(responses.getFirst())).isEqualTo(startOf(responses.getLast()));
      assertThat(endOf(responses.getFirst())).isEqualTo(endOf(responses.getLast()));
      assertThat(history(chat)).hasSize(2);
    }
  }

  /** Sends both, and lets the model speak when it has been asked. */
  @SafeVarargs
  private List<HttpResponse<String>> atOnce(String chat, Callable<HttpResponse<String>>... requests)
      throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(requests.length);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> running = new ArrayList<>();
      for (Callable<HttpResponse<String>> request : requests) {
        running.add(
            threads.submit(() -> {
              barrier.await();
              return request.call();
            }));
      }
      await().until(() -> !history(chat).isEmpty());
      // The one that is refused is answered while the other's answer runs.
      await()
          .until(() ->
              server.openReaders() == requests.length || running.stream().anyMatch(Future::isDone));
      server.model().releaseTokens(3);
      List<HttpResponse<String>> responses = new ArrayList<>();
      for (Future<HttpResponse<String>> response : running) {
        responses.add(response.get());
      }
      return responses;
    }
  }

  private HttpResponse<String> send(String chat, String content, String clientId) throws Exception {
    return server.send(
        server
            .request(chat + "/messages/stream")
            .header("Content-Type", "application/json")
            .header("Accept", "application/x-ndjson")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonText.object()
                        .field("content", content)
                        .field("client_message_id", clientId)
                        .done()))
            .build());
  }

  private static String startOf(HttpResponse<String> response) {
    return response.body().lines().filter(line -> !line.isBlank()).findFirst().orElseThrow();
  }

  private static String endOf(HttpResponse<String> response) {
    return response.body().lines().filter(line -> !line.isBlank()).toList().getLast();
  }

  private String newChat() throws Exception {
    String created = server.json("POST", API + "/chats", "{}").body();
    return API + "/chats/" + WireJson.readChat(JsonFields.parse(created)).id();
  }

  private List<MessageRead> history(String chat) throws Exception {
    return WireJson.readArray(server.get(chat + "/messages").body(), WireJson::readMessage);
  }
}
