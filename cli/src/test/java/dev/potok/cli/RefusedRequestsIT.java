package dev.potok.cli;

import static dev.potok.cli.Refusal.assertField;
import static dev.potok.cli.Refusal.assertProblem;
import static dev.potok.cli.Refusal.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.WireJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that the server refuses: wrong ones, and those that are not meant for it. */
@Timeout(90)
class RefusedRequestsIT extends ServerScene {
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
}
