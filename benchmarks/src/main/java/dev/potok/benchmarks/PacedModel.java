package dev.potok.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.potok.protocol.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * An OpenAI-compatible model that answers at an even pace and remembers when it sent each token.
 * Who does not ask for {@link #QUESTION} has one word for an answer. Thread-safe.
 */
final class PacedModel implements AutoCloseable {

  /** What has to be asked to get the text. */
  static final String QUESTION = "Write the long answer";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile List<String> tokens = List.of();
  private volatile Duration pause = Duration.ZERO;
  private volatile AtomicLongArray sent = new AtomicLongArray(0);

  private PacedModel(HttpServer server) {
    this.server = server;
  }

  static PacedModel start() throws IOException {
    PacedModel model =
        new PacedModel(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    model.server.setExecutor(model.threads);
    model.server.createContext("/v1/models", model::models);
    model.server.createContext("/v1/chat/completions", model::complete);
    model.server.start();
    return model;
  }

  /** Sets what the next answers say, and how many tokens a second. */
  void say(List<String> text, int tokensPerSecond) {
    sent = new AtomicLongArray(text.size());
    tokens = text;
    pause = Duration.ofSeconds(1).dividedBy(tokensPerSecond);
  }

  /** When a token was sent last, in milliseconds since 1970; 0 if it was not. */
  double sentAt(int token) {
    return sent.get(token) / 1e6;
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  private void models(HttpExchange exchange) throws IOException {
    reply(exchange, "{\"object\":\"list\",\"data\":[{\"id\":\"paced\",\"object\":\"model\"}]}");
  }

  private void complete(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    boolean isAsked = request.substring(Math.max(0, request.length() - 500)).contains(QUESTION);
    if (!request.replace(" ", "").contains("\"stream\":true")) {
      reply(
          exchange,
          "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
              + "{\"role\":\"assistant\",\"content\":\"Words\"}}]}");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      write(body, isAsked ? tokens : List.of("Words"));
    }
  }

  private void write(OutputStream body, List<String> text) throws IOException {
    AtomicLongArray times = sent;
    long origin = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
    long begin = System.nanoTime();
    for (int i = 0; i < text.size(); i++) {
      long wait = begin + i * pause.toNanos() - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      send(body, "{\"content\":" + quoted(text.get(i)) + "}", "null");
      if (i < times.length()) {
        times.set(i, origin + System.nanoTime());
      }
    }
    send(body, "{}", "\"stop\"");
    body.write("data: [DONE]\n\n".getBytes(UTF_8));
  }

  private static void send(OutputStream body, String delta, String reason) throws IOException {
    String event =
        "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + reason
            + "}]}\n\n";
    body.write(event.getBytes(UTF_8));
    body.flush();
  }

  private static String quoted(String text) {
    String object = JsonText.object().field("t", text).done();
    return object.substring(object.indexOf(':') + 1, object.length() - 1);
  }

  private static void reply(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
