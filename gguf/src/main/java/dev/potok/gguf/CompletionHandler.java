package dev.potok.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Answers requests for chat completions as a stream, one answer a thread. Thread-safe.
 *
 * <p>While an answer waits for its turn or for its first token, comments go out; that they cannot
 * be written is how it shows that the parent wants the answer no more.
 */
final class CompletionHandler implements HttpHandler {

  /** How often a wait is broken to see whether anybody still reads, in milliseconds. */
  private static final long PING_MILLIS = 200;

  /** The longest request, in bytes. */
  private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

  private static final byte[] PING = ": waiting\n\n".getBytes(UTF_8);

  private final byte[] authorization;
  private final Engine engine;

  CompletionHandler(String token, Engine engine) {
    this.authorization = ("Bearer " + token).getBytes(UTF_8);
    this.engine = engine;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), authorization)) {
        refuse(exchange, 401, "only the process that started this one may ask");
      } else if (!exchange.getRequestURI().getPath().equals("/v1/chat/completions")) {
        refuse(exchange, 404, exchange.getRequestURI().getPath() + ": no such call");
      } else {
        complete(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void complete(HttpExchange exchange) throws IOException, InterruptedException {
    Completion completion;
    try {
      completion =
          Completion.parse(new String(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), UTF_8));
    } catch (JsonFormatException | IllegalArgumentException e) {
      refuse(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    ping(out);
    Optional<Engine.Answer> begun = begin(completion, out);
    if (begun.isEmpty()) {
      return;
    }
    try (Engine.Answer answer = begun.get()) {
      stream(completion, answer, out);
    }
  }

  /** Waits for the turn; an answer that cannot be begun is told in the stream. */
  private Optional<Engine.Answer> begin(Completion completion, OutputStream out)
      throws IOException, InterruptedException {
    try {
      while (!engine.awaitTurn(PING_MILLIS, TimeUnit.MILLISECONDS)) {
        ping(out);
      }
      return Optional.of(engine.begin(completion));
    } catch (RuntimeException e) {
      event(out, error(String.valueOf(e.getMessage()), "invalid_request_error"));
      return Optional.empty();
    }
  }

  private static void stream(Completion completion, Engine.Answer answer, OutputStream out)
      throws IOException, InterruptedException {
    event(out, chunk(completion).openObject("delta").field("role", "assistant").end().end().end());
    while (true) {
      switch (answer.next(PING_MILLIS, TimeUnit.MILLISECONDS).orElse(null)) {
        case null -> ping(out);
        case Engine.Piece.Text piece ->
            event(
                out,
                chunk(completion)
                    .openObject("delta")
                    .field("content", piece.text())
                    .end()
                    .end()
                    .end());
        case Engine.Piece.End end -> {
          String reason = end.isCut() ? "length" : "stop";
          event(
              out,
              chunk(completion)
                  .openObject("delta")
                  .end()
                  .field("finish_reason", reason)
                  .end()
                  .end());
          event(out, usage(completion, answer.promptTokens(), end.tokens()));
          out.write("data: [DONE]\n\n".getBytes(UTF_8));
          out.flush();
          return;
        }
        case Engine.Piece.Failed failed -> {
          event(out, error(failed.message(), "model_error"));
          return;
        }
      }
    }
  }

  private static void ping(OutputStream out) throws IOException {
    out.write(PING);
    out.flush();
  }

  private static void event(OutputStream out, JsonText json) throws IOException {
    out.write(("data: " + json.done() + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  /** A chunk up to its one choice, which is open. */
  private static JsonText chunk(Completion completion) {
    return JsonText.object()
        .field("object", "chat.completion.chunk")
        .field("model", completion.model())
        .openArray("choices")
        .openObject()
        .field("index", 0);
  }

  private static JsonText usage(Completion completion, int promptTokens, int tokens) {
    return JsonText.object()
        .field("object", "chat.completion.chunk")
        .field("model", completion.model())
        .openArray("choices")
        .end()
        .openObject("usage")
        .field("prompt_tokens", promptTokens)
        .field("completion_tokens", tokens)
        .end();
  }

  private static JsonText error(String message, String type) {
    return JsonText.object()
        .openObject("error")
        .field("message", message)
        .field("type", type)
        .end();
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    byte[] body = error(message, "invalid_request_error").done().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
