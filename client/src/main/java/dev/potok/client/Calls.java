package dev.potok.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.chat.Backoff;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.WireJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The HTTP calls of a client: those with one reply whole, those that stream as they begin. */
final class Calls {

  /** The longest reply of a call that streams nothing, in bytes. */
  static final int MAX_REPLY_BYTES = 256 * 1024 * 1024;

  private final HttpClient http;
  private final ClientSettings settings;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;

  /** What those who wait for a further attempt wait on. */
  private final Set<CountDownLatch> pausing = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Calls(HttpClient http, ClientSettings settings, LongSupplier nanoTime, DoubleSupplier random) {
    this.http = http;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Ends all waiting; every further call is cancelled. */
  void close() {
    closed = true;
    pausing.forEach(CountDownLatch::countDown);
  }

  /**
   * Waits before a further attempt.
   *
   * @param ended ends the wait; is counted down too when the client is closed
   * @return whether there is no further attempt to be made
   */
  boolean pause(Duration time, CountDownLatch ended) throws InterruptedException {
    pausing.add(ended);
    try {
      if (closed) {
        ended.countDown();
      }
      return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      pausing.remove(ended);
    }
  }

  ClientSettings settings() {
    return settings;
  }

  Backoff backoff() {
    return new Backoff(random);
  }

  Deadline deadline(Duration time) {
    return Deadline.after(time, nanoTime);
  }

  <T> T get(String path, Function<JsonFields, T> mapping) {
    return repeatable("GET", path, Optional.empty(), mapping);
  }

  <T> List<T> getArray(String path, Function<JsonFields, T> mapping) {
    return read(
        new Exchange("GET", path, Optional.empty(), true).reply(),
        json -> WireJson.readArray(json, mapping));
  }

  /** A call that can be made twice. */
  <T> T repeatable(
      String method, String path, Optional<String> body, Function<JsonFields, T> mapping) {
    return read(
        new Exchange(method, path, body, true).reply(),
        json -> mapping.apply(JsonFields.parse(json)));
  }

  /** A call that must not be made twice. */
  <T> T once(String method, String path, String body, Function<JsonFields, T> mapping) {
    return read(
        new Exchange(method, path, Optional.of(body), false).reply(),
        json -> mapping.apply(JsonFields.parse(json)));
  }

  /** Deletes something; that it is gone already is no fault of a repetition. */
  void delete(String path) {
    Exchange exchange = new Exchange("DELETE", path, Optional.empty(), true);
    try {
      exchange.reply();
    } catch (RefusedException e) {
      int status = e.problem().status();
      if (!exchange.unsettled || (status != 404 && status != 410)) {
        throw e;
      }
    }
  }

  private <T> T read(String json, Function<String, T> mapping) {
    try {
      return mapping.apply(json);
    } catch (JsonFormatException e) {
      throw new UnexpectedReplyException(
          settings.base() + " is no Potok, or a newer one: " + e.getMessage(), e);
    }
  }

  /** Begins a call that streams. */
  CompletableFuture<HttpResponse<StreamedBody>> open(
      String method, String path, Optional<String> body, Optional<String> lastEventId) {
    HttpRequest.Builder request = request(method, path, body).header("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    return http.sendAsync(request.build(), _ -> new StreamedBody());
  }

  private HttpRequest.Builder request(String method, String path, Optional<String> body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.base() + path));
    settings.headers().forEach(request::setHeader);
    if (body.isPresent()) {
      request.setHeader("Content-Type", "application/json");
    }
    return request.method(
        method,
        body.map(HttpRequest.BodyPublishers::ofString)
            .orElseGet(HttpRequest.BodyPublishers::noBody));
  }

  /**
   * Waits for the head of a response.
   *
   * @throws IOException if there is none; {@link #isUnreached} tells whether the server was reached
   * @throws TimeoutException if there is none before the deadline; the connection is closed
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  static HttpResponse<StreamedBody> await(
      CompletableFuture<HttpResponse<StreamedBody>> asked, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    try {
      return asked.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      abandon(asked);
      throw e;
    }
  }

  /** Gives up a call whose response nobody waits for any more. */
  static void abandon(CompletableFuture<HttpResponse<StreamedBody>> asked) {
    if (!asked.cancel(true) && !asked.isCompletedExceptionally()) {
      asked.resultNow().body().close();
    }
  }

  /** Whether no connection was made, so that the server cannot have done anything. */
  static boolean isUnreached(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  /** Why a call failed, for people. */
  String reason(IOException e) {
    if (isUnreached(e)) {
      return "no connection to " + settings.base().getRawAuthority();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Whether a reply is the stream that was asked for. */
  static boolean isStream(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    return response.statusCode() == 200
        && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  /** Reads what a server says instead of what was asked for. */
  static Refusal refusal(HttpResponse<?> response, StreamedBody stream, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    byte[] body = stream.readSome(Refusal.MAX_BYTES, deadline);
    return Refusal.of(response.statusCode(), response.headers(), body, Instant.now());
  }

  /** One call with its repetitions. */
  private final class Exchange {
    private final String method;
    private final String path;
    private final Optional<String> body;
    private final boolean isRepeatable;
    private final Deadline deadline = deadline(settings.callTimeout());
    private final Backoff backoff = backoff();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** The server may have done what was asked. */
    private boolean unsettled;

    Exchange(String method, String path, Optional<String> body, boolean isRepeatable) {
      this.method = method;
      this.path = path;
      this.body = body;
      this.isRepeatable = isRepeatable;
    }

    /** The body of a good reply. */
    String reply() {
      try {
        while (true) {
          Optional<String> reply = attempt();
          if (reply.isPresent()) {
            return reply.get();
          }
        }
      } catch (InterruptedException e) {
        throw WaitInterruptedException.of(e);
      }
    }

    private Optional<String> attempt() throws InterruptedException {
      HttpRequest request =
          request(method, path, body).header("Accept", "application/json").build();
      try {
        HttpResponse<StreamedBody> response =
            await(http.sendAsync(request, _ -> new StreamedBody()), deadline);
        try (StreamedBody stream = response.body()) {
          if (response.statusCode() / 100 == 2) {
            return Optional.of(new String(stream.readAll(MAX_REPLY_BYTES, deadline), UTF_8));
          }
          Refusal refusal = refusal(response, stream, deadline);
          boolean isAgain = refusal.isNotNow() || (isRepeatable && refusal.isOfGateway());
          if (!isAgain || !waits(refusal.retryAfter().orElse(Duration.ZERO))) {
            throw refusal.exception(unsettled || refusal.isOfGateway());
          }
        }
      } catch (IOException e) {
        throwIfClosed();
        boolean isUnreached = isUnreached(e);
        unsettled |= !isUnreached;
        // A server that is not there is said at once; a reply that was lost is asked for again.
        if (isUnreached || !isRepeatable || !waits(Duration.ZERO)) {
          throw RetryLaterException.unreachable(reason(e), unsettled);
        }
      } catch (TimeoutException e) {
        throw RetryLaterException.unreachable(
            method + " " + path + ": no reply within " + settings.callTimeout(), true);
      }
      return Optional.empty();
    }

    /** Waits for the next attempt, if there is time for one. */
    private boolean waits(Duration least) throws InterruptedException {
      long nanos = Math.max(least.toNanos(), TimeUnit.MILLISECONDS.toNanos(backoff.nextMillis()));
      if (nanos >= deadline.remainingNanos()) {
        return false;
      }
      if (pause(Duration.ofNanos(nanos), ended)) {
        throw cancelled();
      }
      return true;
    }

    private void throwIfClosed() {
      if (closed) {
        throw cancelled();
      }
    }

    private CancellationException cancelled() {
      return new CancellationException("the client was closed before the reply came");
    }
  }
}
