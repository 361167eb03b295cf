package dev.potok.testkit;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real engine, llama.cpp with the model of {@link TinyGguf}, behind an OpenAI-compatible
 * endpoint. Its model {@code tiny} draws its words, {@code tiny-greedy} says the likeliest ones and
 * so always the same.
 *
 * <p>Thread-safe; answers one request at a time. Holds native memory until it is closed. Needs
 * {@code --enable-native-access}.
 */
public final class LlamaModelServer implements AutoCloseable {

  /** The model that draws its words. */
  public static final String TINY = "tiny";

  /** The model that always says the same. */
  public static final String TINY_GREEDY = "tiny-greedy";

  /** The most tokens of an answer, unless the request asks for fewer. */
  private static final int MAX_TOKENS = 400;

  private static final List<String> MODELS = List.of(TINY, TINY_GREEDY);
  private static final Map<String, String> JSON_TYPE = Map.of("Content-Type", "application/json");

  private static final BigramTable TABLE = new BigramTable();

  private final Path file;
  private final LlamaModel model;
  private final TcpServer server;
  private final AtomicLong answers = new AtomicLong();
  private final Object engine = new Object();

  private LlamaModelServer(int port) throws IOException {
    Path folder = Files.createTempDirectory("potok-llama");
    folder.toFile().deleteOnExit();
    // The binding unpacks its native library there; in the common folder two processes would meet.
    System.setProperty("de.kherud.llama.tmpdir", folder.toString());
    file = folder.resolve("tiny.gguf");
    TinyGguf.write(file);
    LlamaModel.setLogger(LogFormat.TEXT, (_, _) -> {});
    model =
        new LlamaModel(
            new ModelParameters()
                .setModel(file.toString())
                .setCtxSize(TinyGguf.CONTEXT_TOKENS)
                .setThreads(1)
                .disableLog()
                .skipWarmup());
    // The engine's calls block inside native code, where a virtual thread would hold its carrier.
    server =
        TcpServer.start(
            port, this::serve, Thread.ofPlatform().daemon().name("llama-", 0).factory());
  }

  /**
   * Writes the model, loads it and listens.
   *
   * @param port the port; 0 for any that is free
   * @throws UncheckedIOException if the model cannot be written or the port cannot be had
   */
  public static LlamaModelServer start(int port) {
    try {
      return new LlamaModelServer(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves until the process ends: {@code LlamaModelServer [--port 8080]}. */
  public static void main(String[] args) throws InterruptedException {
    try (LlamaModelServer server = start(Ports.from(args, 8080))) {
      IO.println("llama.cpp with a tiny model at " + server.baseUrl());
      new CountDownLatch(1).await();
    }
  }

  /** The base URL, as OpenAI clients want it. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  @Override
  public void close() {
    server.close();
    synchronized (engine) {
      model.close();
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    while (true) {
      answer(HttpRequest.read(in), new HttpResponse(socket.getOutputStream()));
    }
  }

  private void answer(HttpRequest request, HttpResponse response) throws IOException {
    String call = request.method() + " " + request.path();
    switch (call) {
      case "GET /health" -> response.whole(200, JSON_TYPE, "{\"status\":\"ok\"}");
      case "GET /v1/models" -> response.whole(200, JSON_TYPE, CompletionJson.models(MODELS));
      case "POST /v1/chat/completions" -> complete(request, response);
      default -> response.whole(404, JSON_TYPE, CompletionJson.error(call + ": no such call", 404));
    }
  }

  private void complete(HttpRequest request, HttpResponse response) throws IOException {
    Completion completion;
    try {
      completion = read(JsonFields.parse(request.body()));
    } catch (JsonFormatException | IllegalArgumentException e) {
      String what = String.valueOf(e.getMessage());
      response.whole(400, JSON_TYPE, CompletionJson.error(what, 400));
      return;
    }
    synchronized (engine) {
      if (completion.streams) {
        stream(completion, response);
      } else {
        whole(completion, response);
      }
    }
  }

  /** What a request asks for. */
  private record Completion(
      CompletionJson json, String prompt, int maxTokens, boolean greedy, boolean streams) {}

  private Completion read(JsonFields json) {
    String name = json.string("model");
    if (!MODELS.contains(name)) {
      throw new IllegalArgumentException("model: " + name + " (expected: " + MODELS + ")");
    }
    List<Pair<String, String>> messages = new ArrayList<>();
    String system = "";
    for (JsonFields message : json.objects("messages")) {
      String role = message.string("role");
      if (role.equals("system")) {
        system = message.string("content");
      } else {
        messages.add(new Pair<>(role, message.string("content")));
      }
    }
    String prompt;
    synchronized (engine) {
      prompt = model.applyTemplate(new InferenceParameters("").setMessages(system, messages));
    }
    long asked = json.optionalInt64("max_tokens").orElse(MAX_TOKENS);
    return new Completion(
        new CompletionJson(
            "chatcmpl-" + answers.incrementAndGet(), Instant.now().getEpochSecond(), name),
        prompt,
        Math.clamp(asked, 1, MAX_TOKENS),
        name.equals(TINY_GREEDY),
        json.bool("stream", false));
  }

  private InferenceParameters parameters(Completion completion) {
    InferenceParameters parameters =
        new InferenceParameters(completion.prompt).setNPredict(completion.maxTokens);
    return completion.greedy ? parameters.setTemperature(0) : parameters;
  }

  private void stream(Completion completion, HttpResponse response) throws IOException {
    CompletionJson json = completion.json;
    response.begin(200, Map.of("Content-Type", "text/event-stream"), HttpResponse.Framing.CHUNKED);
    response.piece(event(json.role()));
    StringBuilder text = new StringBuilder();
    LlamaIterator pieces = model.generate(parameters(completion)).iterator();
    try {
      while (pieces.hasNext()) {
        LlamaOutput piece = pieces.next();
        if (!piece.text.isEmpty()) {
          text.append(piece.text);
          response.piece(event(json.delta("content", piece.text)));
        }
      }
    } catch (IOException e) {
      pieces.cancel();
      throw e;
    }
    int tokens = tokens(text.toString());
    response.piece(event(json.finish(finishReason(tokens, completion))));
    response.piece(event(json.usage(promptTokens(completion), tokens)));
    response.piece("data: [DONE]\n\n");
    response.finish();
  }

  private void whole(Completion completion, HttpResponse response) throws IOException {
    String text = model.complete(parameters(completion));
    int tokens = tokens(text);
    String body =
        completion.json.whole(
            text, "", finishReason(tokens, completion), promptTokens(completion), tokens);
    response.whole(200, JSON_TYPE, body);
  }

  private int promptTokens(Completion completion) {
    return model.encode(completion.prompt).length;
  }

  /** The binding does not tell why it stopped, so the count of tokens has to. */
  private static String finishReason(int tokens, Completion completion) {
    return tokens >= completion.maxTokens ? "length" : "stop";
  }

  private static int tokens(String text) {
    return TABLE.tokens(text).size();
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }
}
