package dev.potok.server.openai;

import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.FinishReason;
import dev.potok.server.http.ClientLine;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.Mailbox;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Sends an answer when it is whole, to a client that does not want a stream. Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">OpenAI, the chat
 *     completion object</a>
 */
final class WholeCompletion {
  private static final ModelCompletion TOO_LONG =
      new ModelCompletion(FinishReason.LENGTH, OptionalLong.empty());

  /** As long as a client may still send something, it is there. */
  private static final Duration UNTIL_NUDGED = Duration.ofDays(1);

  private final ModelCalls calls;
  private final ClientLines lines;

  WholeCompletion(ModelCalls calls, ClientLines lines) {
    this.calls = calls;
    this.lines = lines;
  }

  void write(
      ServerRequest request,
      ServerResponse response,
      CompletionRequest wanted,
      ModelCatalog.Choice choice,
      CompletionJson json)
      throws InterruptedException {
    WholeOutput output = new WholeOutput();
    Mailbox end = new Mailbox();
    try (ModelCall call = calls.begin(choice, wanted, output, end::end);
        ClientLine.Watch client = lines.current().watch(end::nudge)) {
      if (!awaited(end, client)) {
        Responses.nobody(response);
        return;
      }
      switch (call.await()) {
        case ModelCall.Outcome.Completed completed ->
            send(request, response, json, output, completed.completion());
        case ModelCall.Outcome.Failed failed when failed.cause() instanceof TooLongException ->
            send(request, response, json, output, TOO_LONG);
        case ModelCall.Outcome.Failed failed -> throw failed.cause();
      }
    }
  }

  /** Whether the client has waited until the end. */
  private static boolean awaited(Mailbox end, ClientLine.Watch client) throws InterruptedException {
    while (!end.done()) {
      end.take(client.ended() ? client.untilNextAsk() : UNTIL_NUDGED);
      if (client.ended() && !end.done()) {
        try {
          client.ask();
        } catch (UncheckedIOException e) {
          return false;
        }
      }
    }
    return true;
  }

  private static void send(
      ServerRequest request,
      ServerResponse response,
      CompletionJson json,
      WholeOutput output,
      ModelCompletion completion) {
    String body =
        json.open("chat.completion")
            + ",\"choices\":[{\"index\":0,\"message\":"
            + output.message()
            + ",\"logprobs\":null,\"finish_reason\":\""
            + CompletionJson.finishReason(completion.finishReason())
            + "\"}]"
            + CompletionJson.usage(completion).map(usage -> ",\"usage\":" + usage).orElse("")
            + "}";
    Responses.json(request, response, 200, body);
  }
}
