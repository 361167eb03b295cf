package dev.potok.testkit;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An OpenAI-compatible model server, {@code GET /v1/models} and {@code POST /v1/chat/completions}
 * (streamed and not), that misbehaves on command and remembers what it was asked.
 *
 * <p>What a request gets is decided in this order: the next of the queued scripts ({@link
 * #enqueue}); the script that is set ({@link #script}); else the model's name and the directives in
 * the last message, see {@link Directives}, as a browser test or a person chooses them.
 *
 * <p>Thread-safe. Listens on 127.0.0.1 until it is closed.
 */
public final class ScriptedModelServer implements AutoCloseable {
  private static final Map<String, String> JSON_TYPE = Map.of("Content-Type", "application/json");

  private final TcpServer server;
  private final TokenGate gate = new TokenGate();
  private final Queue<Script> queued = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private volatile Optional<Script> script = Optional.empty();
  private volatile Optional<Script> modelsScript = Optional.empty();
  private volatile Optional<String> requiredKey = Optional.empty();
  private volatile List<String> models = ScriptedModels.NAMES;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition received = lock.newCondition();
  private final List<RecordedRequest> requests = new ArrayList<>();

  private ScriptedModelServer(int port) {
    this.server = TcpServer.start(port, this::serve);
  }

  /** A server on a free port. */
  public static ScriptedModelServer start() {
    return start(0);
  }

  /**
   * A server on the given port.
   *
   * @throws java.io.UncheckedIOException if the port cannot be had
   */
  public static ScriptedModelServer start(int port) {
    return new ScriptedModelServer(port);
  }

  /** Serves until the process ends: {@code ScriptedModelServer [--port 8081]}. */
  public static void main(String[] args) throws InterruptedException {
    try (ScriptedModelServer server = start(Ports.from(args, 8081))) {
      IO.println("Scripted models " + ScriptedModels.NAMES + " at " + server.baseUrl());
      new CountDownLatch(1).await();
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** The base URL, as OpenAI clients want it: {@code http://127.0.0.1:port/v1}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** Sets what every further completion gets that has no queued script. */
  public void script(Script script) {
    this.script = Optional.of(script);
  }

  /** Lets the model's name and the message decide again. */
  public void scriptByRequest() {
    this.script = Optional.empty();
  }

  /** Queues scripts for the next completions, one each. */
  public void enqueue(Script... scripts) {
    queued.addAll(List.of(scripts));
  }

  /** Sets how {@code GET /v1/models} answers instead of with the list. */
  public void modelsScript(Script script) {
    this.modelsScript = Optional.of(script);
  }

  /** Sets the list of models. */
  public void models(String... names) {
    this.models = List.of(names);
  }

  /** Answers 401 to whoever does not send this key as a bearer token. */
  public void requireKey(String key) {
    this.requiredKey = Optional.of(key);
  }

  /** Releases tokens of held scripts, to whichever answer asks first, now or later. */
  public void releaseTokens(int tokens) {
    gate.release(tokens);
  }

  /** Every request so far, in the order of coming. */
  public List<RecordedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /** The requests for a completion so far, in the order of coming. */
  public List<RecordedRequest> completions() {
    return requests().stream().filter(ScriptedModelServer::isCompletion).toList();
  }

  /**
   * Waits for the nth request for a completion, from 1.
   *
   * @throws IllegalStateException if it has not come within the time
   */
  public RecordedRequest awaitCompletion(int number, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (completions().size() < number) {
        if (left <= 0) {
          throw new IllegalStateException(
              "completions: "
                  + completions().size()
                  + " in "
                  + atMost
                  + " (expected: "
                  + number
                  + ")");
        }
        left = received.awaitNanos(left);
      }
      return completions().get(number - 1);
    } finally {
      lock.unlock();
    }
  }

  /** How many connections are open now. */
  public int openConnections() {
    return server.openConnections();
  }

  /** How many connections were ever made. */
  public int acceptedConnections() {
    return server.acceptedConnections();
  }

  /** Resets every open connection, as a server that is killed. */
  public void resetConnections() {
    server.resetAll();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(Socket socket) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    boolean another = true;
    while (another) {
      RecordedRequest request = record(HttpRequest.read(in));
      Thread serving = Thread.currentThread();
      ClientWatch watch =
          ClientWatch.start(
              in,
              () -> {
                request.end(RecordedRequest.Outcome.CLOSED_BY_CLIENT);
                serving.interrupt();
              });
      HttpResponse response = new HttpResponse(socket.getOutputStream());
      try {
        answer(request, response);
        another = response.keepsConnection() && watch.awaitAnother();
      } catch (ScriptPlayer.CutHere e) {
        request.end(RecordedRequest.Outcome.CUT);
        cut(socket, e.cut());
        return;
      } catch (InterruptedException e) {
        // The client has closed; there is nobody left to serve.
        return;
      } finally {
        request.end(RecordedRequest.Outcome.CLOSED_BY_CLIENT);
      }
    }
  }

  private static void cut(Socket socket, Cut how) {
    switch (how) {
      case RESET -> Sockets.reset(socket);
      case CLOSE -> Sockets.closeQuietly(socket);
    }
  }

  private RecordedRequest record(HttpRequest request) {
    RecordedRequest recorded = new RecordedRequest(request, Instant.now(), gate.place());
    lock.lock();
    try {
      requests.add(recorded);
      received.signalAll();
    } finally {
      lock.unlock();
    }
    return recorded;
  }

  private void answer(RecordedRequest request, HttpResponse response)
      throws IOException, InterruptedException {
    if (!hasKey(request)) {
      refuse(request, response, 401, "Incorrect API key provided");
    } else if (isCompletion(request)) {
      complete(request, response);
    } else if (request.method().equals("GET") && request.path().equals("/v1/models")) {
      listModels(request, response);
    } else {
      refuse(request, response, 404, request.method() + " " + request.path() + ": no such call");
    }
  }

  private boolean hasKey(RecordedRequest request) {
    return requiredKey.isEmpty()
        || requiredKey
            .map(key -> "Bearer " + key)
            .equals(Optional.ofNullable(request.headers().get("authorization")));
  }

  private static boolean isCompletion(RecordedRequest request) {
    return request.method().equals("POST") && request.path().equals("/v1/chat/completions");
  }

  private void listModels(RecordedRequest request, HttpResponse response)
      throws IOException, InterruptedException {
    Script list = modelsScript.orElse(Script.status(200, CompletionJson.models(models)));
    new ScriptPlayer(list, request, new CompletionJson("", 0, ""), response).play(false);
  }

  private void complete(RecordedRequest request, HttpResponse response)
      throws IOException, InterruptedException {
    String model;
    boolean streaming;
    Script chosen;
    try {
      JsonFields json = request.json();
      model = json.string("model");
      streaming = json.bool("stream", false);
      chosen = choose(model, lastMessage(json));
    } catch (JsonFormatException | IllegalArgumentException e) {
      refuse(request, response, 400, String.valueOf(e.getMessage()));
      return;
    }
    String id = "chatcmpl-" + answers.incrementAndGet();
    CompletionJson json = new CompletionJson(id, request.receivedAt().getEpochSecond(), model);
    new ScriptPlayer(chosen, request, json, response).play(streaming);
  }

  private Script choose(String model, String lastMessage) {
    Script next = queued.poll();
    if (next != null) {
      return next;
    }
    return script.orElseGet(
        () -> Directives.apply(ScriptedModels.script(model, lastMessage), lastMessage));
  }

  /** The text of the last message; one made of parts counts as empty. */
  private static String lastMessage(JsonFields json) {
    List<JsonFields> messages = json.objects("messages");
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages: [] (expected: at least one)");
    }
    try {
      return messages.getLast().optionalString("content").orElse("");
    } catch (JsonFormatException e) {
      return "";
    }
  }

  private static void refuse(
      RecordedRequest request, HttpResponse response, int status, String message)
      throws IOException {
    request.end(RecordedRequest.Outcome.PLAYED);
    response.whole(status, JSON_TYPE, CompletionJson.error(message, status));
  }
}
