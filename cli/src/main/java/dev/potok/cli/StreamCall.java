package dev.potok.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The HTTP call that a stream is the reply of. Redirects are followed, but a header that was given
 * for one server is not sent to another.
 *
 * @param address where the stream is, by HTTP or HTTPS
 * @param headers names with values
 * @param body what is posted, if anything is
 */
record StreamCall(URI address, List<Header> headers, Optional<String> body) {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How often a server may send the call on. */
  static final int MAX_REDIRECTS = 5;

  /** What comes with a call. */
  record Header(String name, String value) {

    /**
     * Reads {@code Name: value}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    static Header of(String text) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(text);
      }
      return new Header(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
  }

  /**
   * Makes the call.
   *
   * @throws IOException if there is no reply; {@link #reason} tells why
   */
  HttpResponse<InputStream> open(HttpClient client) throws IOException, InterruptedException {
    StreamCall call = this;
    for (int redirects = 0; ; redirects++) {
      HttpResponse<InputStream> response =
          client.send(call.request(), HttpResponse.BodyHandlers.ofInputStream());
      Optional<StreamCall> next = call.redirected(response);
      if (next.isEmpty() || redirects == MAX_REDIRECTS) {
        return response;
      }
      response.body().close();
      call = next.get();
    }
  }

  /** A client for such calls; the caller closes it. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  /**
   * The call as it is made.
   *
   * @throws IllegalArgumentException if a header cannot be sent
   */
  HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).setHeader("Accept", "text/event-stream, */*;q=0.5");
    body.ifPresent(_ -> request.setHeader("Content-Type", "application/json"));
    headers.forEach(header -> request.setHeader(header.name(), header.value()));
    return body.map(text -> request.POST(HttpRequest.BodyPublishers.ofString(text)))
        .orElseGet(request::GET)
        .build();
  }

  private Optional<StreamCall> redirected(HttpResponse<?> response) {
    int status = response.statusCode();
    boolean keepsBody = status == 307 || status == 308;
    boolean isRedirect = keepsBody || status == 301 || status == 302 || status == 303;
    return response
        .headers()
        .firstValue("Location")
        .filter(_ -> isRedirect)
        .flatMap(this::target)
        .map(target ->
            new StreamCall(
                target,
                isSameServer(target) ? headers : List.of(),
                keepsBody ? body : Optional.empty()));
  }

  /** Where a redirect leads; nowhere if it leaves HTTP, or HTTPS for plain HTTP. */
  private Optional<URI> target(String location) {
    try {
      URI target = address.resolve(location);
      boolean isSafe = scheme(target).equals("https") || scheme(target).equals(scheme(address));
      return Optional.of(target).filter(_ -> isSafe && target.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isSameServer(URI target) {
    return scheme(target).equals(scheme(address))
        && String.valueOf(target.getRawAuthority())
            .equalsIgnoreCase(String.valueOf(address.getRawAuthority()));
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  /** Why there is no reply, in the console's language where the reason is a common one. */
  static String reason(IOException failure, Console console) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnresolvedAddressException || e instanceof UnknownHostException) {
        return console.text("reason_unknown_host");
      }
    }
    String said = failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
    return switch (failure) {
      case HttpConnectTimeoutException _ ->
          console.text("reason_connect_timeout", CONNECT_TIMEOUT.toSeconds());
      case ConnectException _ -> console.text("reason_not_connected");
      case SSLException _ -> console.text("reason_not_secure") + said;
      default -> console.text("reason_broke_off") + said;
    };
  }
}
