package dev.potok.server.openai;

import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.server.http.ClientLine;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.Mailbox;
import dev.potok.server.http.Piece;
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
 * Writes an answer to its client while the model gives it. The model's thread fills a bounded
 * mailbox, so a client that takes nothing slows its model down; the thread of the request empties
 * it. Thread-safe.
 *
 * <p>The response begins with the model's first word, so that what fails before it has a status of
 * its own; but no later than the first comment is due, since a proxy gives up what says nothing.
 * Comments also tell whether a client that sends no more still reads.
 */
final class CompletionStream {
  private static final Logger LOG = System.getLogger(CompletionStream.class.getName());

  private final ModelCalls calls;
  private final ClientLines lines;
  private final ReaderWatch watch;
  private final ComeBack comeBack;

  CompletionStream(ModelCalls calls, ClientLines lines, ReaderWatch watch, ComeBack comeBack) {
    this.calls = calls;
    this.lines = lines;
    this.watch = watch;
    this.comeBack = comeBack;
  }

  void write(
      ServerRequest request,
      ServerResponse response,
      CompletionRequest wanted,
      ModelCatalog.Choice choice,
      CompletionJson json)
      throws InterruptedException {
    Mailbox mailbox = new Mailbox();
    Chunks chunks = new Chunks(json, wanted.includeUsage());
    try (ModelCall call =
            calls.begin(choice, wanted, new ChunkOutput(chunks, mailbox), mailbox::end);
        ClientLine.Watch client = lines.current().watch(mailbox::nudge)) {
      List<Piece> first = mailbox.take(ReaderOutput.PING_AFTER);
      if (first.isEmpty() && mailbox.done()) {
        switch (call.await()) {
          case ModelCall.Outcome.Failed failed -> throw failed.cause();
          case ModelCall.Outcome.Completed _ -> {
            // An answer without a word is one too.
          }
        }
      }
      Responses.streamHead(response, AnswerEventEncoder.SSE_TYPE);
      try (ReaderOutput out = new ReaderOutput(response.outputStream(), watch)) {
        out.add(chunks.role());
        write(out, mailbox, client, first);
        end(out, call.await(), chunks, request);
        out.flush();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> "a client is gone: " + e.getMessage());
    }
  }

  private static void write(
      ReaderOutput out, Mailbox mailbox, ClientLine.Watch client, List<Piece> first)
      throws IOException, InterruptedException {
    List<Piece> pieces = first;
    while (true) {
      for (Piece piece : pieces) {
        piece.writeTo(out);
      }
      if (mailbox.done()) {
        return;
      }
      if (pieces.isEmpty()) {
        out.add(AnswerEventEncoder.ssePing());
      }
      out.flush();
      pieces = mailbox.take(client.ended() ? client.untilNextAsk() : ReaderOutput.PING_AFTER);
    }
  }

  private void end(
      ReaderOutput out, ModelCall.Outcome outcome, Chunks chunks, ServerRequest request)
      throws IOException {
    switch (outcome) {
      case ModelCall.Outcome.Completed completed -> {
        ModelCompletion completion = completed.completion();
        out.add(chunks.finish(completion.finishReason()));
        out.add(chunks.usage(completion));
        out.add(chunks.done());
      }
      case ModelCall.Outcome.Failed failed ->
          out.add(
              chunks.error(OpenAiError.of(failed.cause(), Requests.language(request), comeBack)));
    }
  }
}
