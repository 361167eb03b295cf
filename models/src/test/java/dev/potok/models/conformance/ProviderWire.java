package dev.potok.models.conformance;

import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.protocol.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a model is spoken to: what is sent, written as the bytes of a stream, and what it was asked,
 * read into the same shape for all.
 */
public interface ProviderWire {

  /** The adapter under test, for a server at the settings' address. */
  ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries);

  /** What the adapter can do of what not every one can; all unless said otherwise. */
  default Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /** The type of a stream's content. */
  default String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  /** The bytes that events are on the wire. */
  default byte[] bytes(String events) {
    return events.getBytes(StandardCharsets.UTF_8);
  }

  /** What says that the server is there and no more; empty if nothing can. */
  default String stillLoading() {
    return ": still loading\n\n";
  }

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

  /** An error in the middle of a stream, of which nothing is known but what it says. */
  String error(String message);

  /** The content of a request. */
  Sent sent(ScriptedServer.Request request);

  /**
   * A request in the shape that all have in common.
   *
   * @param instructions the system prompt
   * @param messages each as {@code role: content}, calls as {@code assistant: name(arguments)},
   *     results as {@code tool: content}; roles are user, assistant and tool
   * @param tools the names of the tools on offer
   * @param toolChoice {@code auto}, {@code none}, {@code required} or a tool; empty if not said
   */
  record Sent(
      String model,
      String instructions,
      List<String> messages,
      OptionalDouble temperature,
      OptionalDouble topP,
      OptionalLong maxTokens,
      List<String> stop,
      List<String> tools,
      String toolChoice) {}
}
