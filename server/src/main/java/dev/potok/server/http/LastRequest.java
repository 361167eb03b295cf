package dev.potok.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes a connection behind the request that asks for it, which Helidon leaves to the client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
public final class LastRequest implements Filter {
  private final ClientLines lines;

  /** A filter for all calls. */
  public LastRequest(ClientLines lines) {
    this.lines = lines;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    try {
      chain.proceed();
    } finally {
      if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
        lines.current().endAfterThisRequest();
      }
    }
  }
}
