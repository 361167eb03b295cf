package dev.potok.server;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.LoggedEvent;
import dev.potok.protocol.AnswerEventEncoder;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Writes one answer to one reader, in the framing that the reader asked for, until the answer's end
 * or until the reader is gone. The answer takes no notice of either.
 */
final class AnswerStream {

  /** How long a stream is silent before a comment shows that it is open. */
  static final Duration PING_AFTER = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(AnswerStream.class.getName());

  private final AnswerReader reader;
  private final boolean jsonLines;

  private AnswerStream(AnswerReader reader, boolean jsonLines) {
    this.reader = reader;
    this.jsonLines = jsonLines;
  }

  static void write(ServerRequest request, ServerResponse response, AnswerReader reader)
      throws InterruptedException {
    boolean jsonLines = Requests.wantsJsonLines(request);
    response
        .status(200)
        .header(
            HeaderNames.CONTENT_TYPE,
            jsonLines ? AnswerEventEncoder.JSON_LINES_TYPE : AnswerEventEncoder.SSE_TYPE)
        .header(HeaderNames.CACHE_CONTROL, "no-cache, no-transform")
        .header("X-Accel-Buffering", "no");
    new AnswerStream(reader, jsonLines).run(response);
  }

  private void run(ServerResponse response) throws InterruptedException {
    try (OutputStream out = response.outputStream()) {
      // Before the model says anything: a proxy passes the headers on with the first bytes.
      out.write(ping());
      out.flush();
      while (!reader.finished()) {
        List<LoggedEvent> events = reader.next(PING_AFTER);
        out.write(events.isEmpty() ? ping() : bytesOf(events));
        out.flush();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> reader + " is gone: " + e.getMessage());
    }
  }

  private byte[] ping() {
    return jsonLines ? AnswerEventEncoder.jsonLinesPing() : AnswerEventEncoder.ssePing();
  }

  /** All events that wait go out in one write. */
  private byte[] bytesOf(List<LoggedEvent> events) {
    if (events.size() == 1) {
      return bytesOf(events.getFirst());
    }
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (LoggedEvent event : events) {
      together.writeBytes(bytesOf(event));
    }
    return together.toByteArray();
  }

  private byte[] bytesOf(LoggedEvent event) {
    return jsonLines ? event.jsonLine() : event.sse();
  }
}
