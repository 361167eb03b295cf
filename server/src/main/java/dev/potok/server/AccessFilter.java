package dev.potok.server;

import dev.potok.server.http.BadRequestException;
import dev.potok.server.openai.OpenAiRoutes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets in only requests that are meant for this server. Without accounts, what protects the data is
 * that only this machine can reach it; but every page that its user opens runs on this machine too.
 * So a request must name the server by a name of its own, which a page that has rebound its host's
 * name cannot; and if it comes from a page, the page must be this server's or one that is allowed.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, the CORS protocol</a>
 */
final class AccessFilter implements Filter {
  /** The header that tells a browser what a document may load and run. */
  static final String CONTENT_POLICY = "Content-Security-Policy";

  /** For whatever is not the page: it is no document, and shall not become one. */
  private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

  /** What every response bears, until the page and its files say otherwise. */
  static final List<Header> GUARDS =
      List.of(
          HeaderValues.create("X-Content-Type-Options", "nosniff"),
          HeaderValues.create("Referrer-Policy", "no-referrer"),
          HeaderValues.create(CONTENT_POLICY, NOTHING_ALLOWED));

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String PREFLIGHT_SECONDS = "600";
  private static final Pattern HEADER_LIST = Pattern.compile("[A-Za-z0-9_, -]{1,1000}");

  private final Set<String> corsOrigins;
  private final Set<String> allowedHosts;

  AccessFilter(ServerSettings settings) {
    this.corsOrigins = Set.copyOf(settings.corsOrigins());
    this.allowedHosts = settings.allowedHosts();
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    GUARDS.forEach(response::header);
    String authority = request.authority();
    if (!isOwnName(hostOf(authority))) {
      throw BadRequestException.unknownHost(authority);
    }
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    if (origin.isPresent() && !isFrameForFile(origin.get(), request)) {
      boolean allowedElsewhere = corsOrigins.contains(origin.get());
      if (!allowedElsewhere && !isOwnOrigin(origin.get(), authority)) {
        throw BadRequestException.foreignOrigin(origin.get());
      }
      if (allowedElsewhere) {
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
        response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
      }
    }
    if (!corsOrigins.isEmpty()) {
      response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin"));
    }
    if (request.prologue().method().equals(Method.OPTIONS)) {
      preflight(request, response);
    } else {
      chain.proceed();
    }
  }

  /** A sandboxed frame of the page has no origin; it may run scripts that hold nothing secret. */
  private static boolean isFrameForFile(String origin, RoutingRequest request) {
    return origin.equals("null")
        && request.path().path().startsWith("/assets/")
        && request.prologue().method().equals(Method.GET);
  }

  private static void preflight(RoutingRequest request, RoutingResponse response) {
    response
        .status(204)
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, DELETE")
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders(request))
        .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
        .send();
  }

  /** OpenAI's clients send a key and a dozen headers of their own. */
  private static String allowedHeaders(RoutingRequest request) {
    if (OpenAiRoutes.isCalledBy(request.prologue())) {
      Optional<String> asked = request.headers().first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
      if (asked.isPresent() && HEADER_LIST.matcher(asked.get()).matches()) {
        return asked.get();
      }
    }
    return "Accept, Accept-Language, Content-Type, Idempotency-Key, Last-Event-ID";
  }

  private boolean isOwnName(String host) {
    return LOOPBACK.contains(host) || allowedHosts.contains(host);
  }

  /** The scheme is not compared: a proxy may speak TLS for this server. */
  private static boolean isOwnOrigin(String origin, String authority) {
    try {
      URI uri = URI.create(origin);
      return authority.equalsIgnoreCase(uri.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hostOf(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    return (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }
}
