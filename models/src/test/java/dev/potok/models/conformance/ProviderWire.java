package dev.potok.models.conformance;

import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.protocol.FinishReason;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How one provider's server speaks: what it sends, written as the bytes of a stream, and what it
 * was sent, read into the same shape for all.
 */
public interface ProviderWire {

  /** The adapter under test, for a server at the settings' address. */
  ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries);

  /** Events that come before any token. */
  String begin();

  /** A piece of thinking. */
  String thinking(String piece);

  /** A piece of the answer. */
  String text(String piece);

  /** A whole call of a tool, in as many events as is usual. */
  String toolCall(String id, String name, String arguments);

  /** All that follows the last token: why it ended, how many tokens, and that it is the end. */
  String end(FinishReason reason, int promptTokens, int tokens);

  /** An error in the middle of a stream. */
  String error(String message);

  /** The body of a refusal. */
  String refusal(String message);

  /** An event that is cut in the middle of its JSON. */
  default String halfAnEvent() {
    String event = text("broken");
    return event.substring(0, event.lastIndexOf('}')) + "\n\n";
  }

  /** A whole answer as one JSON object, as it comes if no stream is asked for. */
  String whole(String text);

  /** The list of models. */
  String models(String... ids);

  /** The first line of a request for the list of models. */
  String modelsCall();

  /** The header field that carries the key, and its value. */
  Key key(ScriptedServer.Request request);

  /** The content of a request. */
  Sent sent(ScriptedServer.Request request);

  /** A header field's value, as it is and as it must be with the key {@code sk-very-secret}. */
  record Key(String sent, String expected) {}

  /**
   * A request in the shape that all have in common.
   *
   * @param instructions the system prompt
   * @param messages each as {@code role: content}, calls as {@code assistant: name(arguments)},
   *     results as {@code tool: content}; roles are user, assistant and tool
   * @param tools the names of the tools on offer
   */
  record Sent(
      String model,
      String instructions,
      List<String> messages,
      OptionalDouble temperature,
      OptionalDouble topP,
      OptionalLong maxTokens,
      List<String> stop,
      List<String> tools) {}
}
