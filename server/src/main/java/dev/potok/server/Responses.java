package dev.potok.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Writes answers of the API. Stateless. */
final class Responses {

  private Responses() {}

  static void json(ServerResponse response, int status, String json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(json.getBytes(UTF_8));
  }

  static void problem(ServerRequest request, ServerResponse response, int status, String json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    send(request, response, json.getBytes(UTF_8));
  }

  /** Sends a body, or to who asks by HEAD only its length. */
  static void send(ServerRequest request, ServerResponse response, byte[] body) {
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length)).send();
    } else {
      response.send(body);
    }
  }

  static void nothing(ServerResponse response) {
    response.status(204).send();
  }
}
