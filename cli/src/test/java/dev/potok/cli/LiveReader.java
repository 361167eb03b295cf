package dev.potok.cli;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseEvent;
import dev.potok.protocol.SseListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Reads {@code GET /events} on a thread of its own until it is closed or the stream ends. */
final class LiveReader implements AutoCloseable, SseListener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InputStream body;
  private final Thread thread;
  private final List<LiveEvent> events = new CopyOnWriteArrayList<>();
  private final List<Long> retries = new CopyOnWriteArrayList<>();
  private volatile String position = "";
  private volatile boolean ended;

  private LiveReader(InputStream body) {
    this.body = body;
    this.thread = Thread.ofVirtual().start(this::read);
  }

  static LiveReader open(TestServer server, String query) throws Exception {
    return open(server, query, "");
  }

  static LiveReader open(TestServer server, String query, String position) throws Exception {
    var request = server.request("/api/web/v1/events" + query);
    if (!position.isEmpty()) {
      request.header("Last-Event-ID", position);
    }
    HttpResponse<InputStream> response = server.open(request.build());
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode());
    }
    LiveReader reader = new LiveReader(response.body());
    reader.await(LiveEvent.Ready.class, _ -> true);
    return reader;
  }

  private void read() {
    SseDecoder decoder = new SseDecoder(this);
    byte[] buffer = new byte[8 * 1024];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        decoder.feed(buffer, 0, n);
      }
    } catch (IOException e) {
      // It was closed here, or cut there; both are the end.
    } finally {
      ended = true;
    }
  }

  @Override
  public void onEvent(SseEvent event) {
    position = event.id();
    LiveEvents.read(event).ifPresent(events::add);
  }

  @Override
  public void onRetry(long millis) {
    retries.add(millis);
  }

  /** The first event of its kind that fits; waits for it. */
  <T extends LiveEvent> T await(Class<T> kind, Predicate<T> fits) {
    await(kind + " among " + events, () -> all(kind).stream().anyMatch(fits));
    return all(kind).stream().filter(fits).findFirst().orElseThrow();
  }

  void awaitEnd() {
    await("the end", () -> ended);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  <T extends LiveEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<LiveEvent> events() {
    return events;
  }

  List<Long> retries() {
    return retries;
  }

  String position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    body.close();
    thread.interrupt();
  }
}
