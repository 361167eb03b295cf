package dev.potok.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.models.ModelCalls;
import dev.potok.models.ProviderSettings;
import dev.potok.models.ReportedFailure;
import dev.potok.models.StreamedBody;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseEvent;
import dev.potok.protocol.SseListener;
import dev.potok.protocol.StreamFormatException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * LangChain4j's HTTP client over {@link ModelCalls}.
 *
 * <p>A call blocks: events are read and handed on by the thread that calls the model. So that
 * thread alone can be interrupted to stop an answer, which closes the connection at once, before
 * the first token too; and no event is parsed on a common pool. Thread-safe.
 */
final class CallingHttpClient implements HttpClient {
  private static final Duration TEXT_TIMEOUT = Duration.ofSeconds(10);

  /** How much is read at once, in bytes. */
  private static final int BUFFER_BYTES = 8 * 1024;

  private final ProviderSettings settings;
  private final ModelCalls calls;

  CallingHttpClient(ProviderSettings settings, ModelCalls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  /** What gives this client to a model; its time limits are those of the settings. */
  HttpClientBuilder builder() {
    return new HttpClientBuilder() {

      @Override
      public Duration connectTimeout() {
        return settings.firstTokenTimeout();
      }

      @Override
      public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
      }

      @Override
      public Duration readTimeout() {
        return settings.silenceTimeout();
      }

      @Override
      public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
      }

      @Override
      public HttpClient build() {
        return CallingHttpClient.this;
      }
    };
  }

  /** A call outside an answer, which lists models. */
  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    try {
      String body = calls.text(translated(request), "list of models", TEXT_TIMEOUT);
      return SuccessfulHttpResponse.builder().statusCode(200).body(body).build();
    } catch (InterruptedException e) {
      throw new InterruptedCallException(e);
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    Answering answer = Answering.current();
    try (StreamedBody body = calls.stream(translated(request), answer.firstToken())) {
      listener.onOpen(SuccessfulHttpResponse.builder().statusCode(200).build());
      read(body, answer, listener);
    } catch (InterruptedException e) {
      answer.interrupted(e);
      return;
    } catch (ModelException e) {
      answer.failed(e);
    }
    // All may have been said although the stream did not close as it should.
    listener.onClose();
  }

  private void read(StreamedBody body, Answering answer, ServerSentEventListener listener)
      throws InterruptedException {
    SseDecoder decoder =
        new SseDecoder(
            new SseListener() {
              @Override
              public void onEvent(SseEvent event) {
                // A stop need not wait for the rest of what has come.
                if (!answer.isOver() && !Thread.currentThread().isInterrupted()) {
                  handOn(event, answer, listener);
                }
              }
            });
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!answer.isOver()) {
      int count = answer.await().read(body, buffer);
      if (count < 0) {
        return;
      }
      try {
        decoder.feed(buffer, 0, count);
      } catch (StreamFormatException e) {
        throw ReportedFailure.unreadable(e, settings);
      }
    }
  }

  private void handOn(SseEvent event, Answering answer, ServerSentEventListener listener) {
    error(event.data()).ifPresent(answer::failed);
    if (answer.isOver()) {
      return;
    }
    try {
      listener.onEvent(
          new ServerSentEvent(event.event(), event.data()),
          new ServerSentEventContext(new Handle(answer)));
    } catch (RuntimeException e) {
      answer.failed(ReportedFailure.unreadable(e, settings));
    }
  }

  /** LangChain4j takes an error in the middle of a stream for an event that says nothing. */
  private Optional<ModelException> error(String data) {
    if (!data.contains("\"error\"")) {
      return Optional.empty();
    }
    try {
      JsonFields fields = JsonFields.parse(data);
      boolean isError =
          fields.has("error")
              || (fields.isString("object") && fields.string("object").equals("error"));
      return isError ? Optional.of(ReportedFailure.of(fields, settings)) : Optional.empty();
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static java.net.http.HttpRequest translated(HttpRequest request) {
    var translated = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> translated.header(name, value)));
    return translated
        .method(
            request.method().name(),
            request.body() == null
                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                : java.net.http.HttpRequest.BodyPublishers.ofString(request.body(), UTF_8))
        .build();
  }

  /** Lets an adapter of LangChain4j's stop its own stream. */
  private static final class Handle implements ServerSentEventParsingHandle {
    private final Answering answer;
    private boolean cancelled;

    Handle(Answering answer) {
      this.answer = answer;
    }

    @Override
    public void cancel() {
      cancelled = true;
      answer.failed(ModelException.of(Kind.CUT_OFF, "the adapter has stopped reading"));
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
