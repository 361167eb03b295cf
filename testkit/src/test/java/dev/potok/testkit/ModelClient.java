package dev.potok.testkit;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a model server for an answer and reads it as Potok does. */
final class ModelClient implements AutoCloseable {

  /** What a reader has in the end. */
  record Answer(
      int status,
      String text,
      String thinking,
      List<String> pieces,
      Optional<MessageEnd> end,
      Optional<AnswerError> error) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  ModelClient(URI base) {
    this.base = base;
  }

  HttpResponse<InputStream> open(String model, String message, boolean stream)
      throws IOException, InterruptedException {
    String body =
        """
        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]}\
        """
            .formatted(model, stream, message);
    return client.send(
        java.net.http.HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofInputStream());
  }

  String get(String path) throws IOException, InterruptedException {
    return client
        .send(
            java.net.http.HttpRequest.newBuilder(URI.create(base + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The whole answer, or what came of it; the status is 0 if not even a head was read. */
  Answer ask(String model, String message) throws InterruptedException {
    Reader reader = new Reader();
    MessageStreamHandler handler = new MessageStreamHandler(reader);
    int status = 0;
    try {
      HttpResponse<InputStream> response = open(model, message, true);
      status = response.statusCode();
      readAll(response.body(), handler);
    } catch (IOException e) {
      // A cut, which the JDK's client may report before it hands out the head; end() says so.
    }
    handler.end();
    return new Answer(
        status,
        reader.text.toString(),
        reader.thinking.toString(),
        reader.pieces,
        reader.end,
        reader.error);
  }

  private static void readAll(InputStream body, MessageStreamHandler handler) throws IOException {
    try (body) {
      byte[] buffer = new byte[4096];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        handler.feed(buffer, 0, n);
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static final class Reader implements MessageStreamListener {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<String> pieces = new ArrayList<>();
    private Optional<MessageEnd> end = Optional.empty();
    private Optional<AnswerError> error = Optional.empty();

    @Override
    public void onMessageDelta(MessageDelta delta) {
      pieces.add(delta.text());
      switch (delta.kind()) {
        case TEXT -> text.append(delta.text());
        case THINKING -> thinking.append(delta.text());
      }
    }

    @Override
    public void onMessageEnd(MessageEnd end) {
      this.end = Optional.of(end);
    }

    @Override
    public void onError(AnswerError error) {
      this.error = Optional.of(error);
    }
  }
}
