package dev.potok.protocol;

/** Is told what a Server-Sent-Events decoder finds, in the stream's order. */
@FunctionalInterface
public interface SseListener {

  /** A whole event. */
  void onEvent(SseEvent event);

  /** The stream sets the time to wait before a reconnection, in milliseconds. */
  default void onRetry(long millis) {}

  /** A comment, without its colon. */
  default void onComment(String text) {}

  /** A line that the standard ignores, since its field's name, which is given, is none of its. */
  default void onIgnored(String field) {}
}
