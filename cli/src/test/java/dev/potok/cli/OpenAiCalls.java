package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Calls of the OpenAI-compatible endpoint by hand, and what is expected of its errors. */
final class OpenAiCalls {
  static final String COMPLETIONS = "/v1/chat/completions";

  private final TestServer server;

  OpenAiCalls(TestServer server) {
    this.server = server;
  }

  /** A request for an answer to "Hi", with more fields. */
  static String body(String moreFields) {
    return "{\"model\":\"test/numbered\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
        + (moreFields.isEmpty() ? "" : ",")
        + moreFields
        + "}";
  }

  HttpRequest request(String body) {
    return server
        .request(COMPLETIONS)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> post(String body) throws Exception {
    return server.send(request(body));
  }

  /** A whole answer to a request with more fields. */
  JsonFields complete(String moreFields) throws Exception {
    HttpResponse<String> response = post(body(moreFields));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonFields.parse(response.body());
  }

  /** The bytes of a request. */
  static byte[] bytes(String version, String body) {
    return ("POST "
            + COMPLETIONS
            + " HTTP/"
            + version
            + "\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  /** A connection on which a request was sent. */
  Socket open(String version, String body) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(bytes(version, body));
    return socket;
  }

  static List<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  static JsonFields delta(JsonFields chunk) {
    return chunk.objects("choices").getFirst().object("delta");
  }

  static JsonFields error(HttpResponse<String> response) {
    return JsonFields.parse(response.body()).object("error");
  }

  static void assertError(HttpResponse<String> response, int status, String type, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(error(response).string("type")).isEqualTo(type);
    assertThat(error(response).string("code")).isEqualTo(code);
    assertThat(error(response).string("message")).isNotBlank();
    assertThat(error(response).mentions("param")).isTrue();
  }
}
