package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.testkit.Script;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stream of the server brings a token before the next is made, through a proxy too. */
@Timeout(60)
class FrontIT {
  private static final String API = "/api/web/v1";

  @TempDir Path folder;

  static Stream<Front> fronts() {
    return Front.fronts();
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void aCompletionIsNotHeldBack(Front front) throws Exception {
    try (TestServer server = TestServer.start(folder);
        Front.Open open = front.open(folder, server)) {
      server.model().script(Script.numbered(2).held());
      server.model().releaseTokens(1);
      String body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      try (BufferedReader lines = lines(server, post(open, "/v1/chat/completions", body))) {
        awaitLine(lines, "\"content\":\"t1\"");
        server.model().releaseTokens(1);
        awaitLine(lines, "\"content\":\" t2\"");
        awaitLine(lines, "data: [DONE]");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void anAnswerAndTheEventsAreNotHeldBack(Front front) throws Exception {
    try (TestServer server = TestServer.start(folder);
        Front.Open open = front.open(folder, server)) {
      server.model().script(Script.numbered(2).held());
      server.model().releaseTokens(1);
      String created = server.json("POST", API + "/chats", "{}").body();
      String messages = API + "/chats/" + JsonFields.parse(created).int64("id") + "/messages";
      HttpRequest send = post(open, messages + "/stream", "{\"content\":\"x\"}");
      try (BufferedReader answer = lines(server, send)) {
        String start = awaitLine(answer, "\"user_message\"");
        long id =
            JsonFields.parse(start.substring("data: ".length())).object("message").int64("id");
        HttpRequest events =
            HttpRequest.newBuilder(open.uri(API + "/events?answer=" + id + ":0")).build();
        try (BufferedReader live = lines(server, events)) {
          awaitLine(answer, "\"delta\":\"t1\"");
          awaitLine(live, "\"delta\":\"t1\"");
          server.model().releaseTokens(1);
          awaitLine(answer, "\"delta\":\" t2\"");
          awaitLine(live, "\"delta\":\" t2\"");
          awaitLine(answer, "event: message_end");
          awaitLine(live, "event: answer_ended");
        }
      }
    }
  }

  private static HttpRequest post(Front.Open open, String path, String body) {
    return HttpRequest.newBuilder(open.uri(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static BufferedReader lines(TestServer server, HttpRequest request) throws Exception {
    HttpResponse<InputStream> response = server.open(request);
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  private static String awaitLine(BufferedReader lines, String part) throws Exception {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the stream has ended without " + part);
  }
}
