package dev.potok.testkit;

import dev.potok.protocol.JsonFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request that a {@link ScriptedModelServer} got, and what became of it. Thread-safe. */
public final class RecordedRequest {

  /** How the serving of a request ended. */
  public enum Outcome {
    /** The script was played to its end. */
    PLAYED,
    /** The script cut the connection. */
    CUT,
    /** The client closed the connection before the script's end. */
    CLOSED_BY_CLIENT
  }

  private final HttpRequest request;
  private final Instant receivedAt;
  private final TokenGate.Place gate;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<Outcome> outcome = Optional.empty();
  private volatile int tokensSent;

  RecordedRequest(HttpRequest request, Instant receivedAt, TokenGate.Place gate) {
    this.request = request;
    this.receivedAt = receivedAt;
    this.gate = gate;
  }

  /** The request's method. */
  public String method() {
    return request.method();
  }

  /** The request's path, without a query. */
  public String path() {
    return request.path();
  }

  /** The headers, by name in lower case. */
  public Map<String, String> headers() {
    return request.headers();
  }

  /** The body as it came. */
  public String body() {
    return request.body();
  }

  /**
   * The body as a JSON object.
   *
   * @throws dev.potok.protocol.JsonFormatException if it is none
   */
  public JsonFields json() {
    return JsonFields.parse(request.body());
  }

  /** When the whole request had come. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** How many tokens were written so far. */
  public int tokensSent() {
    return tokensSent;
  }

  /** How it ended; empty while it is being served. */
  public Optional<Outcome> outcome() {
    return outcome;
  }

  /**
   * Waits until it has ended.
   *
   * @return how it ended; empty if it has not within the time
   */
  public Optional<Outcome> awaitEnd(Duration atMost) throws InterruptedException {
    if (!ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    return outcome;
  }

  /** Waits until the client has closed the connection in mid-answer; false if it has not. */
  public boolean awaitClosedByClient(Duration atMost) throws InterruptedException {
    return awaitEnd(atMost).filter(Outcome.CLOSED_BY_CLIENT::equals).isPresent();
  }

  /** Releases tokens to this answer alone, if its script is held. */
  public void releaseTokens(int tokens) {
    gate.release(tokens);
  }

  TokenGate.Place gate() {
    return gate;
  }

  void sent(int tokens) {
    tokensSent = tokens;
  }

  /** Only the first outcome counts. */
  synchronized void end(Outcome how) {
    if (outcome.isEmpty()) {
      outcome = Optional.of(how);
      ended.countDown();
    }
  }
}
