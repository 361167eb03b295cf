package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The calls to one provider's server: sends requests, again where that may help, and tells every
 * failure as a {@link ModelException} that holds no key. Thread-safe.
 *
 * <p>A request is sent again only if nothing of an answer has come: after a broken connection, 502,
 * 503, 504, 529, or a 429 that says when to come back. Redirects are not followed, so that a key
 * goes nowhere but to the address it was given for.
 */
public final class ModelCalls {

  /** How much of an error's body is read, in bytes. */
  static final int MAX_ERROR_BYTES = 64 * 1024;

  /** The longest list of models, in bytes. The longest known has about 1 MiB. */
  static final int MAX_LIST_BYTES = 8 * 1024 * 1024;

  /**
   * How often one call is changed for what a server refuses: each of its habits is learned once.
   */
  private static final int MAX_ADAPTATIONS = 2;

  private static final String EVENT_STREAM = "text/event-stream";

  private static final Duration ERROR_BODY_TIMEOUT = Duration.ofSeconds(5);

  private final ProviderSettings settings;
  private final ModelHttp http;
  private final Retries retries;

  /** Calls over the given connections, which stay the caller's. */
  public ModelCalls(ProviderSettings settings, ModelHttp http, Retries retries) {
    this.settings = settings;
    this.http = http;
    this.retries = retries;
  }

  /** The point that lies this far ahead. */
  public Deadline deadline(Duration time) {
    return http.deadline(time);
  }

  /**
   * Sends a request, again where that may help, and waits for the beginning of the stream.
   *
   * @param firstToken when the first token must have come
   * @return the stream, which the caller must close
   * @throws ModelException if there is none
   * @throws InterruptedException if the thread is interrupted
   */
  public StreamedBody stream(HttpRequest request, Deadline firstToken) throws InterruptedException {
    return stream(() -> request, _ -> false, firstToken);
  }

  /**
   * As the other, with requests that change once the server has refused something of them.
   *
   * @param request writes the request as it is to be sent now
   * @param adapts whether a refusal has changed the request
   */
  StreamedBody stream(Supplier<HttpRequest> request, Predicate<Refusal> adapts, Deadline firstToken)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return ask(request, adapts, firstToken);
      } catch (AttemptFailedException e) {
        awaitRetry(attempt, e, firstToken);
      }
    }
  }

  /**
   * Sends a request for a short text, once.
   *
   * @param what the text's name for errors
   * @throws ModelException if it does not come whole
   * @throws InterruptedException if the thread is interrupted
   */
  public String text(HttpRequest request, String what, Duration timeout)
      throws InterruptedException {
    Deadline deadline = http.deadline(timeout);
    try {
      HttpResponse<StreamedBody> response = send(request, deadline, timeout);
      try (StreamedBody body = response.body()) {
        if (!isSuccess(response)) {
          throw refusal(response, body).failure(http.now());
        }
        return text(body, what, deadline);
      }
    } catch (AttemptFailedException e) {
      throw e.failure();
    }
  }

  private static String text(StreamedBody body, String what, Deadline deadline)
      throws InterruptedException {
    byte[] bytes;
    try {
      bytes = body.readAtMost(MAX_LIST_BYTES + 1, deadline);
    } catch (IOException e) {
      throw ModelException.of(Kind.CUT_OFF, ErrorDetail.oneLine(what + ": " + e));
    } catch (TimeoutException e) {
      throw ModelException.of(Kind.TIMEOUT, "the " + what + " did not end in time");
    }
    if (bytes.length > MAX_LIST_BYTES) {
      throw ModelException.of(
          Kind.BAD_RESPONSE, what + ": too long (expected: at most " + MAX_LIST_BYTES + " bytes)");
    }
    return new String(bytes, UTF_8);
  }

  private void awaitRetry(int attempt, AttemptFailedException failure, Deadline deadline)
      throws InterruptedException {
    try {
      retries.await(attempt, failure, deadline);
    } catch (AttemptFailedException e) {
      throw e.failure();
    }
  }

  /** Asks for an answer, and again if what is refused can be left out or said otherwise. */
  private StreamedBody ask(
      Supplier<HttpRequest> request, Predicate<Refusal> adapts, Deadline deadline)
      throws AttemptFailedException, InterruptedException {
    for (int adapted = 0; ; adapted++) {
      HttpResponse<StreamedBody> response =
          send(request.get(), deadline, settings.firstTokenTimeout());
      StreamedBody body = response.body();
      if (isSuccess(response)) {
        return checkedStream(response, body);
      }
      Refusal refusal;
      try (body) {
        refusal = refusal(response, body);
      }
      if (adapted == MAX_ADAPTATIONS || !adapts.test(refusal)) {
        throw refusal.failure(http.now());
      }
    }
  }

  /** Servers that do not stream, and pages of proxies, say so in the type of their content. */
  private StreamedBody checkedStream(HttpResponse<StreamedBody> response, StreamedBody body)
      throws InterruptedException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    String lowerCase = type.toLowerCase(Locale.ROOT);
    if (lowerCase.startsWith("application/json")) {
      try (body) {
        throw ErrorDetail.in(beginning(body))
            .map(message -> ModelException.of(Kind.FAILED, message))
            .orElseGet(() -> notAStream(response));
      }
    }
    if (lowerCase.startsWith("text/html")) {
      body.close();
      throw notAStream(response);
    }
    return body;
  }

  private static ModelException notAStream(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    String expected = response.request().headers().firstValue("Accept").orElse(EVENT_STREAM);
    return ModelException.of(
        Kind.BAD_RESPONSE,
        "Content-Type: " + ErrorDetail.oneLine(type) + " (expected: " + expected + ")");
  }

  private Refusal refusal(HttpResponse<?> response, StreamedBody body) throws InterruptedException {
    return new Refusal(response.statusCode(), response.headers(), beginning(body));
  }

  /** The beginning of a body that is no answer; empty if it cannot be read. */
  private String beginning(StreamedBody body) throws InterruptedException {
    try {
      byte[] bytes = body.readAtMost(MAX_ERROR_BYTES, http.deadline(ERROR_BODY_TIMEOUT));
      return settings.withoutKey(new String(bytes, UTF_8));
    } catch (IOException | TimeoutException e) {
      return "";
    }
  }

  private HttpResponse<StreamedBody> send(HttpRequest request, Deadline deadline, Duration timeout)
      throws AttemptFailedException, InterruptedException {
    try {
      return http.send(request, deadline);
    } catch (TimeoutException e) {
      throw new AttemptFailedException(
          ModelException.of(Kind.TIMEOUT, "no response within " + AnswerWait.seconds(timeout)),
          false);
    } catch (IOException e) {
      // A second attempt at a certificate, or at a host that took its time, brings no more.
      boolean mayRetry = !(e instanceof SSLException || e instanceof HttpConnectTimeoutException);
      throw new AttemptFailedException(
          ModelException.of(Kind.UNAVAILABLE, settings.withoutKey(unreachable(e))), mayRetry);
    }
  }

  private String unreachable(IOException e) {
    URI url = settings.baseUrl();
    String server = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    String what =
        switch (e) {
          case SSLException _ -> "no secure connection to " + server + " (TLS)";
          case HttpConnectTimeoutException _ ->
              "no connection to "
                  + server
                  + " within "
                  + AnswerWait.seconds(ModelHttp.CONNECT_TIMEOUT);
          case ConnectException _ -> "cannot connect to " + server;
          default -> "the connection to " + server + " broke before a response";
        };
    return ErrorDetail.oneLine(e.getMessage() == null ? what : what + ": " + e.getMessage());
  }

  private static boolean isSuccess(HttpResponse<?> response) {
    return response.statusCode() >= 200 && response.statusCode() < 300;
  }
}
