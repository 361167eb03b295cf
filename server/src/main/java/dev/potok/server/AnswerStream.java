package dev.potok.server;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.LoggedEvent;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.ReaderOutput;
import dev.potok.server.http.ReaderWatch;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Writes one answer to one reader, in the framing that the reader asked for, until the answer's end
 * or until the reader is gone. The answer takes no notice of either.
 */
final class AnswerStream {

  private static final Logger LOG = System.getLogger(AnswerStream.class.getName());

  private final ReaderWatch watch;
  private final ComeBack comeBack;

  AnswerStream(ReaderWatch watch, ComeBack comeBack) {
    this.watch = watch;
    this.comeBack = comeBack;
  }

  void write(ServerRequest request, ServerResponse response, AnswerReader reader)
      throws InterruptedException {
    boolean jsonLines = Requests.wantsJsonLines(request);
    Responses.streamHead(
        response, jsonLines ? AnswerEventEncoder.JSON_LINES_TYPE : AnswerEventEncoder.SSE_TYPE);
    try (ReaderOutput out = new ReaderOutput(response.outputStream(), watch)) {
      write(out, reader, jsonLines);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> reader + " is gone: " + e.getMessage());
    }
  }

  private void write(ReaderOutput out, AnswerReader reader, boolean jsonLines)
      throws IOException, InterruptedException {
    // Before the model says anything: a proxy passes the headers on with the first bytes.
    out.add(ping(jsonLines));
    out.flush();
    while (!reader.finished()) {
      List<LoggedEvent> events = reader.next(ReaderOutput.PING_AFTER);
      if (events.isEmpty()) {
        out.add(ping(jsonLines));
      }
      for (LoggedEvent event : events) {
        out.add(jsonLines ? event.jsonLine() : event.sse());
      }
      if (reader.finished() && comeBack.closing() && !jsonLines) {
        out.add(AnswerEventEncoder.sseRetry(comeBack.delay().toMillis()));
      }
      out.flush();
    }
  }

  private static byte[] ping(boolean jsonLines) {
    return jsonLines ? AnswerEventEncoder.jsonLinesPing() : AnswerEventEncoder.ssePing();
  }
}
