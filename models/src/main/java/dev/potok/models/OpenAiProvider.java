package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The models of any server that speaks OpenAI's chat completions: OpenAI, OpenRouter, Ollama,
 * llama.cpp, vLLM, LM Studio and others. Thread-safe.
 *
 * <p>A request is sent again only if nothing of an answer has come: after a broken connection, 502,
 * 503, 504, or a 429 that says when to come back. Redirects are not followed, so that a key goes
 * nowhere but to the address it was given for.
 */
public final class OpenAiProvider implements ModelProvider {

  /** How much of an error's body is read, in bytes. */
  static final int MAX_ERROR_BYTES = 64 * 1024;

  /** The longest list of models, in bytes. The longest known has about 1 MiB. */
  static final int MAX_LIST_BYTES = 8 * 1024 * 1024;

  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration ERROR_BODY_TIMEOUT = Duration.ofSeconds(5);

  private final OpenAiSettings settings;
  private final ModelHttp http;
  private final Retries retries;

  /** The server has refused to count tokens, so it is not asked again. */
  private volatile boolean usageRefused;

  /** A provider that uses the given connections, which stay the caller's. */
  public OpenAiProvider(OpenAiSettings settings, ModelHttp http, Retries retries) {
    this.settings = settings;
    this.http = http;
    this.retries = retries;
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Where the server is, and how it is used. */
  public OpenAiSettings settings() {
    return settings;
  }

  /** The configured models, or else those that the server lists, without retries. */
  @Override
  public List<ModelInfo> models() throws InterruptedException {
    if (!settings.models().isEmpty()) {
      return settings.models().stream().map(ModelList::ofId).toList();
    }
    return listed(LIST_TIMEOUT);
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    Deadline firstToken = http.deadline(settings.firstTokenTimeout());
    for (int attempt = 1; ; attempt++) {
      try (StreamedBody body = ask(prompt, firstToken)) {
        return new AnswerReader(settings, http, firstToken, output).read(body);
      } catch (AttemptFailedException e) {
        awaitRetry(attempt, e, firstToken);
      }
    }
  }

  /**
   * The models that the server lists.
   *
   * @param timeout for the whole list
   * @throws ModelException if the list does not come
   * @throws InterruptedException if the thread is interrupted
   */
  List<ModelInfo> listed(Duration timeout) throws InterruptedException {
    Deadline deadline = http.deadline(timeout);
    HttpRequest request = request("/models").header("Accept", "application/json").GET().build();
    try {
      HttpResponse<StreamedBody> response = send(request, deadline, timeout);
      try (StreamedBody body = response.body()) {
        if (!isSuccess(response)) {
          throw refusal(response, body).failure(http.now());
        }
        return ModelList.parse(list(body, deadline));
      }
    } catch (AttemptFailedException e) {
      throw e.failure();
    }
  }

  private static String list(StreamedBody body, Deadline deadline) throws InterruptedException {
    byte[] bytes;
    try {
      bytes = body.readAtMost(MAX_LIST_BYTES + 1, deadline);
    } catch (IOException e) {
      throw ModelException.of(Kind.CUT_OFF, ErrorDetail.oneLine("list of models: " + e));
    } catch (TimeoutException e) {
      throw ModelException.of(Kind.TIMEOUT, "the list of models did not end in time");
    }
    if (bytes.length > MAX_LIST_BYTES) {
      throw ModelException.of(
          Kind.BAD_RESPONSE,
          "list of models: too long (expected: at most " + MAX_LIST_BYTES + " bytes)");
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

  /** Asks for an answer, and once more without a count of tokens if that is what is refused. */
  private StreamedBody ask(Prompt prompt, Deadline deadline)
      throws AttemptFailedException, InterruptedException {
    boolean withUsage = !usageRefused;
    HttpResponse<StreamedBody> response =
        send(chatRequest(prompt, withUsage), deadline, settings.firstTokenTimeout());
    StreamedBody body = response.body();
    if (isSuccess(response)) {
      return checkedStream(response, body);
    }
    Refusal refusal;
    try (body) {
      refusal = refusal(response, body);
    }
    if (withUsage && refusesUsage(refusal)) {
      usageRefused = true;
      return ask(prompt, deadline);
    }
    throw refusal.failure(http.now());
  }

  private static boolean refusesUsage(Refusal refusal) {
    return (refusal.status() == 400 || refusal.status() == 422)
        && (refusal.body().contains("stream_options") || refusal.body().contains("include_usage"));
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
            .orElseGet(() -> notAStream(type));
      }
    }
    if (lowerCase.startsWith("text/html")) {
      body.close();
      throw notAStream(type);
    }
    return body;
  }

  private static ModelException notAStream(String type) {
    return ModelException.of(
        Kind.BAD_RESPONSE,
        "Content-Type: " + ErrorDetail.oneLine(type) + " (expected: text/event-stream)");
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
          ModelException.of(Kind.TIMEOUT, "no response within " + AnswerReader.seconds(timeout)),
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
                  + AnswerReader.seconds(ModelHttp.CONNECT_TIMEOUT);
          case ConnectException _ -> "cannot connect to " + server;
          default -> "the connection to " + server + " broke before a response";
        };
    return ErrorDetail.oneLine(e.getMessage() == null ? what : what + ": " + e.getMessage());
  }

  private HttpRequest chatRequest(Prompt prompt, boolean withUsage) {
    return request("/chat/completions")
        .header("Accept", "text/event-stream")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                ChatRequest.json(prompt, withUsage, settings.goesOn()), UTF_8))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + path));
    settings.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private static boolean isSuccess(HttpResponse<?> response) {
    return response.statusCode() >= 200 && response.statusCode() < 300;
  }
}
