package dev.potok.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

/** Writes answers of the API. Stateless. */
final class Responses {

  private Responses() {}

  static void json(ServerResponse response, int status, String json) {
    body(response, status, "application/json", json);
  }

  static void problem(ServerResponse response, int status, String json) {
    body(response, status, "application/problem+json", json);
  }

  static void nothing(ServerResponse response) {
    response.status(204).send();
  }

  private static void body(ServerResponse response, int status, String type, String json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, type)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(json.getBytes(UTF_8));
  }
}
