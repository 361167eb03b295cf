package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Calls the API behind the page's back. */
final class ApiCaller implements AutoCloseable {
  private static final String API = "/api/web/v1";

  private final URI server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Calls a server by its address, which has no slash at the end. */
  ApiCaller(URI server) {
    this.server = server;
  }

  long newChat() throws Exception {
    return newChat("{}");
  }

  long newChatIn(long projectId) throws Exception {
    return newChat(JsonText.object().field("project_id", projectId).done());
  }

  private long newChat(String body) throws Exception {
    return WireJson.readChat(JsonFields.parse(post("/chats", body))).id();
  }

  long newProject(String name) throws Exception {
    String body = JsonText.object().field("name", name).done();
    return WireJson.readProject(JsonFields.parse(post("/projects", body))).id();
  }

  void rename(long chat, String title) throws Exception {
    String body = JsonText.object().field("title", title).done();
    done(
        request("/chats/" + chat)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  long newPrompt(String name, String text) throws Exception {
    String body = JsonText.object().field("name", name).field("text", text).done();
    return WireJson.readPrompt(JsonFields.parse(post("/prompts", body))).id();
  }

  /** Sends a message and reads its answer to the end. */
  void say(long chat, String content) throws Exception {
    String body = JsonText.object().field("content", content).done();
    post("/chats/" + chat + "/messages/stream", body);
  }

  /** Asks for a further version of an answer and reads it to the end. */
  void regenerate(long chat, long answer) throws Exception {
    post("/chats/" + chat + "/messages/" + answer + "/regenerate", "{}");
  }

  List<MessageRead> history(long chat) throws Exception {
    return WireJson.readArray(get("/chats/" + chat + "/messages"), WireJson::readMessage);
  }

  /** The text of a running answer as its next reader is told it. */
  String textSoFar(long chat, long message) throws Exception {
    HttpRequest request = request("/chats/" + chat + "/messages/" + message + "/stream").build();
    try (InputStream body = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          return JsonFields.parse(line.substring(6)).object("message").string("content");
        }
      }
    }
    throw new AssertionError("a stream without an event");
  }

  List<ChatRead> chats() throws Exception {
    return JsonFields.parse(get("/chats")).objects("chats").stream()
        .map(WireJson::readChat)
        .toList();
  }

  List<ProjectRead> projects() throws Exception {
    return JsonFields.parse(get("/projects")).objects("projects").stream()
        .map(WireJson::readProject)
        .toList();
  }

  private String get(String path) throws IOException, InterruptedException {
    return done(request(path).build());
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return done(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + API + path));
  }

  private String done(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
