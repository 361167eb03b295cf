package dev.potok.models;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The HTTP connections to all models: one client, and the clocks for its deadlines. Thread-safe.
 * Closing it breaks what still runs.
 */
public final class ModelHttp implements AutoCloseable {

  /** The longest wait for a connection. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Goes nowhere: no server can listen at port 0. */
  private static final HttpRequest NOWHERE =
      HttpRequest.newBuilder(URI.create("http://127.0.0.1:0/")).timeout(CONNECT_TIMEOUT).build();

  private final HttpClient client;
  private final LongSupplier nanoTime;
  private final Clock clock;

  /**
   * Connections over a given client.
   *
   * @param client speaks HTTP/1.1 and follows no redirects; closed with this
   * @param nanoTime a monotonic clock of nanoseconds
   * @param clock the time of day
   */
  public ModelHttp(HttpClient client, LongSupplier nanoTime, Clock clock) {
    this.client = client;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** Connections over a client on virtual threads, with the computer's clocks. */
  public static ModelHttp open() {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("model-http-", 0).factory()))
            .build();
    return new ModelHttp(client, System::nanoTime, Clock.systemUTC());
  }

  /**
   * Sends a request and waits for the head of the response.
   *
   * <p>The request carries no timeout of its own, since that of some JDKs covers the body too.
   *
   * @return the response, whose body the caller must close
   * @throws IOException if there is no response
   * @throws TimeoutException if there is none before the deadline; the connection is closed
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  HttpResponse<StreamedBody> send(HttpRequest request, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    CompletableFuture<HttpResponse<StreamedBody>> response =
        client.sendAsync(request, _ -> new StreamedBody(this::wakeSelector));
    try {
      return response.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      abandon(response);
      throw e;
    }
  }

  Deadline deadline(Duration time) {
    return Deadline.after(time, nanoTime);
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  /**
   * The client lets go of a closed socket when its selector next wakes, which is up to 3 s later if
   * nothing is to be read; a request wakes it.
   */
  private void wakeSelector() {
    var _ = client.sendAsync(NOWHERE, HttpResponse.BodyHandlers.discarding());
  }

  private static void abandon(CompletableFuture<HttpResponse<StreamedBody>> response) {
    if (!response.cancel(true) && !response.isCompletedExceptionally()) {
      response.resultNow().body().close();
    }
  }
}
