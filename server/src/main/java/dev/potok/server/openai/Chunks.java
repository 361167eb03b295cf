package dev.potok.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ToolCallDelta;

/**
 * The events of a streamed completion, as bytes. Immutable.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">OpenAI, the chat
 *     completion chunk object</a>
 */
final class Chunks {
  private final String beforeDelta;
  private final String afterFinish;
  private final CompletionJson json;
  private final boolean withUsage;

  /**
   * The events of one answer.
   *
   * @param withUsage whether the count of tokens was asked for; every other chunk then says that it
   *     has none
   */
  Chunks(CompletionJson json, boolean withUsage) {
    this.json = json;
    this.withUsage = withUsage;
    this.beforeDelta = open() + ",\"choices\":[{\"index\":0,\"delta\":";
    this.afterFinish = "}]" + (withUsage ? ",\"usage\":null}" : "}");
  }

  private String open() {
    return json.open("chat.completion.chunk");
  }

  /** The first chunk. */
  byte[] role() {
    return delta(JsonText.object().field("role", "assistant").field("content", ""));
  }

  byte[] text(String delta) {
    return delta(JsonText.object().field("content", delta));
  }

  /** Thinking, in the field that DeepSeek gave it and others have taken over. */
  byte[] thinking(String delta) {
    return delta(JsonText.object().field(CompletionJson.THINKING, delta));
  }

  byte[] toolCall(ToolCallDelta delta) {
    JsonText call = JsonText.object().openArray("tool_calls").openObject();
    call.field("index", delta.index());
    delta.id().ifPresent(id -> call.field("id", id).field("type", "function"));
    call.openObject("function");
    delta.name().ifPresent(name -> call.field("name", name));
    return delta(call.field("arguments", delta.arguments()).end().end().end());
  }

  /** The chunk behind the answer's last word. */
  byte[] finish(FinishReason reason) {
    return event(
        beforeDelta
            + "{},\"finish_reason\":\""
            + CompletionJson.finishReason(reason)
            + "\""
            + afterFinish);
  }

  /** The chunk with the count of tokens; no bytes if it is not wanted or not known. */
  byte[] usage(ModelCompletion completion) {
    return CompletionJson.usage(completion)
        .filter(_ -> withUsage)
        .map(usage -> event(open() + ",\"choices\":[],\"usage\":" + usage + "}"))
        .orElse(new byte[0]);
  }

  /** The mark of a whole answer. */
  byte[] done() {
    return event("[DONE]");
  }

  /** What takes the place of the rest. */
  byte[] error(OpenAiError error) {
    return event(error.json());
  }

  private byte[] delta(JsonText delta) {
    return event(beforeDelta + delta.done() + ",\"finish_reason\":null" + afterFinish);
  }

  private static byte[] event(String data) {
    return ("data: " + data + "\n\n").getBytes(UTF_8);
  }
}
