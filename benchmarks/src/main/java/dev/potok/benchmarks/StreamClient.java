package dev.potok.benchmarks;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;

/** Sends messages and checks that numbered tokens come whole and in order. Thread-safe. */
final class StreamClient implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  StreamClient(URI base) {
    this.base = base;
  }

  long createChat() throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(post("/api/web/v1/chats", "{}"), HttpResponse.BodyHandlers.ofString());
    return JsonFields.parse(response.body()).int64("id");
  }

  StreamCheck send(long chat, int tokens) throws IOException, InterruptedException {
    Numbered seen = new Numbered(System.nanoTime());
    stream(chat, seen);
    return seen.check(tokens);
  }

  /** Sends a message and hands its answer on until the stream has ended. */
  void read(long chat, MessageStreamListener listener) {
    try {
      stream(chat, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stream(long chat, MessageStreamListener listener)
      throws IOException, InterruptedException {
    MessageStreamHandler handler = new MessageStreamHandler(listener);
    HttpRequest request =
        post("/api/web/v1/chats/" + chat + "/messages/stream", "{\"content\":\"count\"}");
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        handler.feed(buffer, 0, n);
      }
    }
    handler.end();
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Reads "t1 t2 t3 …", cut anywhere. */
  private static final class Numbered implements MessageStreamListener {
    private final long begin;
    private final StringBuilder text = new StringBuilder();
    private double firstMillis = -1;
    private int events;
    private String end = "no end";

    Numbered(long begin) {
      this.begin = begin;
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      if (firstMillis < 0) {
        firstMillis = (System.nanoTime() - begin) / 1e6;
      }
      events++;
      text.append(delta.text());
    }

    @Override
    public void onMessageEnd(MessageEnd messageEnd) {
      boolean same = messageEnd.message().content().contentEquals(text);
      end = same ? "" : "the stored text is not what was streamed";
    }

    @Override
    public void onError(AnswerError error) {
      end = error.code() + ": " + error.message();
    }

    StreamCheck check(int tokens) {
      String[] came = text.toString().strip().split(" +", -1);
      for (int i = 0; i < came.length; i++) {
        if (!came[i].equals("t" + (i + 1))) {
          String fault = "token " + (i + 1) + " is \"" + came[i] + "\"";
          return new StreamCheck(i, events, firstMillis, fault);
        }
      }
      String fault =
          came.length == tokens ? end : came.length + " tokens of " + tokens + "; " + end;
      return new StreamCheck(came.length, events, firstMillis, fault);
    }
  }
}
