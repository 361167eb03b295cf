package dev.potok.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no well-behaved client sends, byte by byte. */
@Timeout(60)
class RawHttpIT extends ServerScene {
  private static final String API = "/api/web/v1";

  @Test
  void aBodyThatIsRefusedIsNotTakenForRequests() throws Exception {
    String hidden = post("/projects", "{\"name\":\"hidden\"}");
    String body = hidden.repeat((2 << 20) / hidden.length());

    String answer = exchange(post("/projects", body) + get("/health"));

    assertThat(statuses(answer)).isEqualTo("413 ");
    assertThat(answer).containsIgnoringCase("\r\nconnection: close\r\n");
    assertThat(server().get(API + "/projects").body()).isEqualTo("{\"projects\":[]}");
  }

  @Test
  void aBodyInBrokenChunksIsABadRequestAndTheLastOfItsConnection() throws Exception {
    String head =
        "POST "
            + API
            + "/projects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";

    String answer = exchange(head + "zz\r\n" + get("/health"));

    assertThat(statuses(answer)).isEqualTo("400 ");
    assertThat(answer).containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @Test
  void aBodyThatIsNotReadEndsTheConnectionThoughTheClientWaits() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      socket.setSoTimeout(20_000);
      String request = post("/projects", "{}").replace("application/json", "text/plain");
      String half = request.substring(0, request.length() - 1);
      socket.getOutputStream().write(half.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 415")
          .containsIgnoringCase("\r\nconnection: close\r\n");
    }
  }

  @Test
  void aBodyThatBreaksOffIsRefused() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      socket.setSoTimeout(20_000);
      String request = post("/projects", "{\"name\":5}");
      String part = request.substring(0, request.length() - 3);
      socket.getOutputStream().write(part.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aBodyThatIsReadToItsEndLeavesTheConnectionOpen() throws Exception {
    String answer = exchange(post("/projects", "{\"name\":5}") + get("/health"));

    assertThat(statuses(answer)).isEqualTo("422 200 ");
  }

  @Test
  void whatFollowsTheLastRequestIsNotServed() throws Exception {
    String last = get("/v1/models").replace("localhost", "localhost\r\nConnection: close");
    assertThat(statuses(exchange(last + get("/health")))).isEqualTo("200 ");

    String old = get("/v1/models").replace("HTTP/1.1", "HTTP/1.0");
    assertThat(statuses(exchange(old + get("/health")))).isEqualTo("200 ");

    String refused = post("/projects", "{\"name\":5}").replace("POST", "PUT");
    String lastRefused = refused.replace("localhost", "localhost\r\nConnection: close");
    assertThat(statuses(exchange(lastRefused + get("/health")))).isEqualTo("405 ");
  }

  @Test
  void aRequestOfHttp10NeedsNoHostAndCannotNameAForeignOne() throws Exception {
    assertThat(statuses(exchange("GET /v1/models HTTP/1.0\r\n\r\n"))).isEqualTo("200 ");
    assertThat(statuses(exchange("GET /v1/models HTTP/1.0\r\nHost: evil.example\r\n\r\n")))
        .isEqualTo("421 ");
    assertThat(statuses(exchange("GET /v1/models HTTP/1.1\r\n\r\n"))).isEqualTo("400 ");
  }

  @Test
  void anEmptyLineBeforeTheRequestIsPassedOver() throws Exception {
    assertThat(statuses(exchange("\r\n" + get("/health")))).isEqualTo("200 ");
  }

  @Test
  void headTellsTheLengthWithoutTheBody() throws Exception {
    String answer =
        exchange(
            "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + get("/health"));

    assertThat(statuses(answer)).isEqualTo("200 404 200 ");
    assertThat(answer).doesNotContain("<html").doesNotContain("route_not_found");
    assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
        .containsPattern("(?i)content-length: [1-9][0-9]{2}");
  }

  @Test
  void aConnectionIsClosedBehindTheRequestThatAsksForIt() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      socket.setSoTimeout(20_000);
      String request = get("/health").replace("localhost", "localhost\r\nConnection: close");
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200")
          .endsWith("}");
    }
  }

  @Test
  void whatCanBeReadHasAHeadOfItsOwn() throws Exception {
    server().json("POST", API + "/projects", "{\"name\":\"one\"}");
    server().json("POST", API + "/chats", "{}");
    for (String path :
        List.of(
            "/health",
            "/v1/models",
            "/v1/models/test/text",
            API + "/models",
            API + "/projects",
            API + "/projects/1",
            API + "/chats",
            API + "/chats/1",
            API + "/chats/1/messages")) {
      HttpResponse<String> got = server().get(path);
      HttpResponse<String> head =
          server().send(server().request(path).method("HEAD", BodyPublishers.noBody()).build());
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("Content-Length"))
          .isEqualTo(got.headers().firstValue("Content-Length"));
      assertThat(head.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void aMethodThatAPathDoesNotKnowIsRefusedWithThoseThatItKnows() throws Exception {
    assertNotAllowed("PUT", API + "/chats", "GET, HEAD, POST");
    assertNotAllowed("POST", API + "/models", "GET, HEAD");
    assertNotAllowed("GET", API + "/chats/1/messages/2/stop", "POST");
    assertNotAllowed("BREW", API + "/projects/1", "GET, HEAD, PATCH, DELETE");
  }

  private void assertNotAllowed(String method, String path, String allowed) throws Exception {
    HttpResponse<String> response =
        server().send(server().request(path).method(method, BodyPublishers.noBody()).build());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(response.body()).contains("method_not_allowed");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String post(String path, String body) {
    return "POST "
        + API
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** The status codes of all responses on one connection, in their order. */
  private static String statuses(String answer) {
    StringBuilder statuses = new StringBuilder();
    for (int at = answer.indexOf("HTTP/1.1 "); at >= 0; at = answer.indexOf("HTTP/1.1 ", at + 1)) {
      statuses.append(answer, at + 9, at + 13);
    }
    return statuses.toString();
  }

  /** Sends and reads until the server closes. */
  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("400", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of("400", "GET /chats/<script>x</script> HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of("414", "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Arguments.of(
            "400", "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"),
        Arguments.of("400", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatIsNoRequestIsRefusedInWordsAndUnderTheGuards(String status, String request)
      throws Exception {
    String answer = exchange(request);

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .containsIgnoringCase("\r\nx-content-type-options: nosniff\r\n")
        .containsIgnoringCase("\r\nreferrer-policy: no-referrer\r\n")
        .containsIgnoringCase("\r\ncontent-security-policy: default-src 'none';");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    Problem problem = WireJson.readProblem(JsonFields.parse(body));
    assertThat(problem.code()).isEqualTo("bad_request");
    assertThat(problem.title()).isNotBlank().doesNotContain("null");
  }

  private String exchange(String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
