package dev.potok.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer of a foreign format as it grows: it is started once and ended once, and its end
 * carries what its deltas add up to, since such a format has no message of its own to send. One
 * stream; one thread.
 */
final class ForeignAnswer {

  /** The longest answer, its thinking included, in characters. */
  static final int MAX_CHARACTERS = 8 << 20;

  /** The most calls of tools in one answer. */
  static final int MAX_CALLS = 1_000;

  private static final String PARAGRAPH = "\n\n";

  private final Part text = new Part(MessageDelta.Kind.TEXT);
  private final Part thinking = new Part(MessageDelta.Kind.THINKING);
  private final List<String> calls = new ArrayList<>();
  private MessageMetadata metadata = MessageMetadata.NONE;
  private Optional<FinishReason> finishReason = Optional.empty();
  private boolean started;
  private boolean ended;

  /** The answer has begun; only the first time counts. */
  void start(Dialect.Sink sink) {
    if (!started) {
      started = true;
      sink.event(new MessageStart(Optional.empty(), message(MessageStatus.STREAMING)));
    }
  }

  /** The text grows. */
  void text(Optional<String> piece, Dialect.Sink sink) {
    if (grows(piece)) {
      grow(text, piece.orElseThrow(), sink);
    }
  }

  /** The thinking grows. */
  void thinking(Optional<String> piece, Dialect.Sink sink) {
    if (grows(piece)) {
      grow(thinking, piece.orElseThrow(), sink);
    }
  }

  /**
   * Something else stands between what came and what follows, so the text and the thinking go on in
   * a paragraph of their own.
   */
  void breakParagraph() {
    text.breaks = true;
    thinking.breaks = true;
  }

  /** The thinking goes on in another paragraph. */
  void breakThinking() {
    thinking.breaks = true;
  }

  /**
   * A call of a tool begins, unless it has begun already.
   *
   * @param key what the format knows the call by
   * @return whether it is new
   */
  boolean openCall(String key, Optional<String> id, Optional<String> name, Dialect.Sink sink) {
    if (calls.contains(key)) {
      return false;
    }
    if (calls.size() >= MAX_CALLS) {
      throw new StreamFormatException(
          "more than " + MAX_CALLS + " calls of tools (expected: at most " + MAX_CALLS + ")");
    }
    start(sink);
    calls.add(key);
    breakParagraph();
    sink.toolCall(new ToolCallDelta(calls.size() - 1, id, name, ""));
    return true;
  }

  /** The arguments of a call grow; a call that was not opened is not the reader's to make. */
  void growCall(String key, Optional<String> arguments, Dialect.Sink sink) {
    int index = calls.indexOf(key);
    if (index >= 0 && grows(arguments)) {
      sink.toolCall(
          new ToolCallDelta(index, Optional.empty(), Optional.empty(), arguments.orElseThrow()));
    }
  }

  void model(Optional<String> model) {
    model.filter(name -> !name.isEmpty()).ifPresent(name -> metadata = metadata.withModel(name));
  }

  void tokens(OptionalLong tokens) {
    tokens.ifPresent(count -> metadata = metadata.withTokens(count));
  }

  void promptTokens(OptionalLong tokens) {
    tokens.ifPresent(count -> metadata = metadata.withPromptTokens(count));
  }

  /** Why the answer will have ended, in the words of any format. */
  void finish(String reason) {
    finishReason = Optional.of(finishReason(reason));
  }

  /** Whether the format has said why the answer ended. */
  boolean isFinished() {
    return finishReason.isPresent();
  }

  /** The answer has come to its end; only the first time counts. */
  void end(Dialect.Sink sink) {
    if (!ended) {
      start(sink);
      append(text, text.half, sink);
      append(thinking, thinking.half, sink);
      ended = true;
      FinishReason reason = finishReason.orElse(FinishReason.STOP);
      sink.event(
          new MessageEnd(
              message(MessageStatus.COMPLETE),
              reason == FinishReason.STOP && !calls.isEmpty() ? FinishReason.TOOL_CALLS : reason));
    }
  }

  /** The answer has failed. */
  void fail(AnswerError error, Dialect.Sink sink) {
    if (!ended) {
      ended = true;
      sink.event(error);
    }
  }

  private static boolean grows(Optional<String> piece) {
    return piece.isPresent() && !piece.get().isEmpty();
  }

  /** A server may cut between the halves of a character; they are handed on together. */
  private void grow(Part part, String piece, Dialect.Sink sink) {
    String joined = part.half + piece;
    int whole = joined.length();
    if (Character.isHighSurrogate(joined.charAt(whole - 1))) {
      whole--;
    }
    part.half = joined.substring(whole);
    append(part, joined.substring(0, whole), sink);
  }

  private void append(Part part, String piece, Dialect.Sink sink) {
    if (piece.isEmpty()) {
      return;
    }
    String more = part.breaks && endsInsideAParagraph(part.whole) ? PARAGRAPH + piece : piece;
    part.breaks = false;
    if (more.length() > MAX_CHARACTERS - text.whole.length() - thinking.whole.length()) {
      throw new StreamFormatException(
          "an answer of more than "
              + MAX_CHARACTERS
              + " characters (expected: at most "
              + MAX_CHARACTERS
              + ")");
    }
    start(sink);
    part.whole.append(more);
    sink.event(new MessageDelta(part.kind, more));
  }

  private static boolean endsInsideAParagraph(StringBuilder whole) {
    return !whole.isEmpty() && whole.charAt(whole.length() - 1) != '\n';
  }

  private static FinishReason finishReason(String reason) {
    return switch (reason) {
      case "length", "max_tokens", "max_output_tokens", "model_context_window_exceeded" ->
          FinishReason.LENGTH;
      case "tool_calls", "tool-calls", "tool_use", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter", "content-filter", "refusal" -> FinishReason.CONTENT_FILTER;
      case "stopped", "abort", "cancelled" -> FinishReason.STOPPED;
      default -> FinishReason.STOP;
    };
  }

  private MessageRead message(MessageStatus status) {
    return new MessageRead(
        0,
        0,
        OptionalLong.empty(),
        Role.ASSISTANT,
        text.whole.toString(),
        "",
        status,
        metadata.withThinkingText(thinking.whole.toString()));
  }

  /** The text or the thinking. */
  private static final class Part {
    private final MessageDelta.Kind kind;

    /** What was handed on. */
    private final StringBuilder whole = new StringBuilder();

    /** The first half of a character whose second one has not come, or nothing. */
    private String half = "";

    /** What follows is a paragraph of its own. */
    private boolean breaks;

    Part(MessageDelta.Kind kind) {
      this.kind = kind;
    }
  }
}
