package dev.potok.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a listener was told, in its order. */
final class EventLog implements MessageStreamListener {
  final List<String> entries = new ArrayList<>();
  final List<AnswerEvent> events = new ArrayList<>();

  /** Reads a stream given in chunks to its end. */
  static EventLog read(List<byte[]> chunks) {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    chunks.forEach(handler::feed);
    handler.end();
    log.entries.add("last seq " + handler.lastSeq());
    return log;
  }

  /** The text that the deltas add up to. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent event : events) {
      if (event instanceof MessageDelta delta && delta.kind() == MessageDelta.Kind.TEXT) {
        text.append(delta.text());
      }
    }
    return text.toString();
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
