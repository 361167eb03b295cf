package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes answers of the API. Stateless. */
public final class Responses {

  private static final Logger LOG = System.getLogger(Responses.class.getName());

  private Responses() {}

  /** Sends JSON that nobody may keep; to who asks by HEAD only its length. */
  public static void json(ServerRequest request, ServerResponse response, int status, String json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    send(request, response, json.getBytes(UTF_8));
  }

  /** Ends a response whose client is gone. */
  public static void nobody(ServerResponse response) {
    try {
      response.status(503).send();
    } catch (UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> "a client is gone: " + e.getMessage());
    }
  }

  /** Sends a refusal. */
  public static void problem(
      ServerRequest request, ServerResponse response, int status, String json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    send(request, response, json.getBytes(UTF_8));
  }

  /** Writes the head of a response that streams. */
  public static void streamHead(ServerResponse response, String type) {
    response
        .status(200)
        .header(HeaderNames.CONTENT_TYPE, type)
        .header(HeaderNames.CACHE_CONTROL, "no-cache, no-transform")
        .header("X-Accel-Buffering", "no");
  }

  /** Sends a body, or to who asks by HEAD only its length. */
  public static void send(ServerRequest request, ServerResponse response, byte[] body) {
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length)).send();
    } else {
      response.send(body);
    }
  }

  /** Sends a response without a body. */
  public static void nothing(ServerResponse response) {
    response.status(204).send();
  }
}
