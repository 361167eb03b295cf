package dev.potok.server.openai;

import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.FinishReason;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.ServerResponse;
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

  private final ModelCalls calls;
  private final ClientLines lines;

  WholeCompletion(ModelCalls calls, ClientLines lines) {
    this.calls = calls;
    this.lines = lines;
  }

  void write(
      ServerResponse response,
      CompletionRequest wanted,
      ModelCatalog.Choice choice,
      CompletionJson json)
      throws InterruptedException {
    WholeOutput output = new WholeOutput();
    try (ModelCall call = calls.begin(choice, wanted, output, () -> {});
        var _ = lines.current().watch(call::abandon)) {
      switch (call.await()) {
        case ModelCall.Outcome.Completed completed ->
            send(response, json, output, completed.completion());
        case ModelCall.Outcome.Failed failed when failed.cause() instanceof TooLongException ->
            send(response, json, output, TOO_LONG);
        case ModelCall.Outcome.Failed failed -> throw failed.cause();
        case ModelCall.Outcome.Abandoned _ -> Responses.nobody(response);
      }
    }
  }

  private static void send(
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
    Responses.json(response, 200, body);
  }
}
