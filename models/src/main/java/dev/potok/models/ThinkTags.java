package dev.potok.models;

import dev.potok.protocol.MessageDelta;
import java.util.function.Consumer;

/**
 * Tells thinking from text where a server leaves both in the content: what stands between {@code
 * <think>} at the very beginning and {@code </think>} is thinking, everything else is text. The
 * content may be cut anywhere. White space around the tags is dropped.
 *
 * <p>Holds back no more than what could be the beginning of a tag. One thread.
 */
final class ThinkTags {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  /** How much white space is held back before the first tag, in characters. */
  static final int MAX_LEADING_WHITESPACE = 64;

  private enum Place {
    /** Nothing but white space and a part of the opening tag has come. */
    BEGINNING,
    /** After the opening tag, before any thinking. */
    BEFORE_THINKING,
    THINKING,
    /** After the closing tag, before any text. */
    BEFORE_TEXT,
    TEXT
  }

  private final Consumer<MessageDelta> sink;
  private final StringBuilder held = new StringBuilder();
  private Place place = Place.BEGINNING;

  ThinkTags(Consumer<MessageDelta> sink) {
    this.sink = sink;
  }

  /** Takes the next piece of the content. */
  void accept(String content) {
    if (place == Place.TEXT) {
      text(content);
      return;
    }
    held.append(content);
    while (advance()) {
      // Each step leaves one place for the next.
    }
  }

  /** The content has ended: what is held back is what it looks like. */
  void end() {
    String rest = held.toString();
    held.setLength(0);
    switch (place) {
      case BEGINNING, TEXT -> text(rest);
      case BEFORE_THINKING, THINKING -> thinking(rest);
      case BEFORE_TEXT -> {
        // Only white space was held.
      }
    }
  }

  /** Goes on to the next place; false if that needs more content. */
  private boolean advance() {
    return switch (place) {
      case BEGINNING -> beginning();
      case BEFORE_THINKING -> skipWhitespace(Place.THINKING);
      case THINKING -> throughThinking();
      case BEFORE_TEXT -> skipWhitespace(Place.TEXT);
      case TEXT -> {
        text(held.toString());
        held.setLength(0);
        yield false;
      }
    };
  }

  private boolean beginning() {
    int start = whitespace();
    int known = Math.min(held.length() - start, OPEN.length());
    if (start > MAX_LEADING_WHITESPACE || !OPEN.startsWith(held.substring(start, start + known))) {
      place = Place.TEXT;
      return true;
    }
    if (known < OPEN.length()) {
      return false;
    }
    held.delete(0, start + OPEN.length());
    place = Place.BEFORE_THINKING;
    return true;
  }

  private boolean skipWhitespace(Place next) {
    held.delete(0, whitespace());
    if (held.isEmpty()) {
      return false;
    }
    place = next;
    return true;
  }

  private boolean throughThinking() {
    int close = held.indexOf(CLOSE);
    if (close >= 0) {
      thinking(held.substring(0, close));
      held.delete(0, close + CLOSE.length());
      place = Place.BEFORE_TEXT;
      return true;
    }
    int sure = held.length() - beginningOfClose();
    thinking(held.substring(0, sure));
    held.delete(0, sure);
    return false;
  }

  /** How many of the last characters could be the beginning of the closing tag. */
  private int beginningOfClose() {
    for (int length = Math.min(held.length(), CLOSE.length() - 1); length > 0; length--) {
      if (CLOSE.startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }

  private int whitespace() {
    int length = 0;
    while (length < held.length() && Character.isWhitespace(held.charAt(length))) {
      length++;
    }
    return length;
  }

  private void text(String piece) {
    if (!piece.isEmpty()) {
      sink.accept(MessageDelta.text(piece));
    }
  }

  private void thinking(String piece) {
    if (!piece.isEmpty()) {
      sink.accept(MessageDelta.thinking(piece));
    }
  }
}
