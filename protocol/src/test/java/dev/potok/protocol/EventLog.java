package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a listener was told, in its order. */
final class EventLog implements MessageStreamListener {
  final List<String> entries = new ArrayList<>();
  final List<AnswerEvent> events = new ArrayList<>();
  final List<ToolCallDelta> calls = new ArrayList<>();

  /** Reads a stream given in chunks to its end. */
  static EventLog read(List<byte[]> chunks) {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    chunks.forEach(handler::feed);
    handler.end();
    log.entries.add("last seq " + handler.lastSeq());
    return log;
  }

  /** Reads a stream that comes at once to its end. */
  static EventLog read(String stream) {
    return read(List.of(stream.getBytes(UTF_8)));
  }

  /** The text that the deltas add up to. */
  String text() {
    return deltas(MessageDelta.Kind.TEXT);
  }

  /** The thinking that the deltas add up to. */
  String thinking() {
    return deltas(MessageDelta.Kind.THINKING);
  }

  private String deltas(MessageDelta.Kind kind) {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent event : events) {
      if (event instanceof MessageDelta delta && delta.kind() == kind) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  /** What was told as unknown, its name before its data. */
  List<String> unknown() {
    return entries.stream().filter(entry -> entry.startsWith("unknown ")).toList();
  }

  /** How many ends and errors there were. */
  int ends() {
    return (int) events.stream().filter(AnswerEvent::isLast).count();
  }

  /** Whether nothing but unknown events followed the end. */
  boolean isInOrder() {
    return events.subList(0, Math.max(0, events.size() - 1)).stream()
        .noneMatch(AnswerEvent::isLast);
  }

  /** The error, if there was one. */
  Optional<AnswerError> error() {
    return events.stream()
        .filter(AnswerError.class::isInstance)
        .map(AnswerError.class::cast)
        .findFirst();
  }

  /** The end, if there was one. */
  Optional<MessageEnd> end() {
    return events.stream()
        .filter(MessageEnd.class::isInstance)
        .map(MessageEnd.class::cast)
        .findFirst();
  }

  @Override
  public void onMessageStart(MessageStart start) {
    add(start);
  }

  @Override
  public void onMessageDelta(MessageDelta delta) {
    add(delta);
  }

  @Override
  public void onToolCall(ToolCallDelta delta) {
    calls.add(delta);
    entries.add(delta.toString());
  }

  @Override
  public void onMessageEnd(MessageEnd end) {
    add(end);
  }

  @Override
  public void onError(AnswerError error) {
    add(error);
  }

  @Override
  public void onUnknown(String event, String data) {
    entries.add("unknown " + event + " " + data);
  }

  @Override
  public void onRetry(long millis) {
    entries.add("retry " + millis);
  }

  private void add(AnswerEvent event) {
    events.add(event);
    entries.add(event.toString());
  }
}
