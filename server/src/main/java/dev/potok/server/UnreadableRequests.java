package dev.potok.server;

import dev.potok.engine.Language;
import dev.potok.engine.Sentences;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Answers what cannot be read as a request, such as a head that is too long or a path that is none:
 * it comes to no filter and no route, and its language is not known. Stateless.
 */
final class UnreadableRequests implements DirectHandler {

  /** The web server does not tell what it has stumbled over, but for the kind of it. */
  private static final String EXPECTED =
      " (expected: HTTP as RFC 9112 has it, with a head of some KiB)";

  private UnreadableRequests() {}

  /** The same answer for whatever the web server refuses by itself. */
  static DirectHandlers handlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, new UnreadableRequests());
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    String why = message == null ? status.reasonPhrase() + EXPECTED : message;
    String title = Sentences.of(Language.ENGLISH, "bad_request", why);
    TransportResponse.Builder response =
        TransportResponse.builder()
            .status(status)
            .headers(headers)
            .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
            .header(HeaderNames.CACHE_CONTROL, "no-store")
            .keepAlive(type.keepAlive())
            .entity(WireJson.write(Problem.of(status.code(), "bad_request", title)));
    AccessFilter.GUARDS.forEach(response::header);
    return response.build();
  }
}
