package dev.potok.gguf;

import java.util.List;

/**
 * Finds the first of the texts that an answer is to end before. What may be the beginning of such a
 * text is held back until it is known; should the answer end there, it belongs to the answer.
 *
 * <p>llama.cpp can look for them too, but then it loses what it holds back when the answer ends,
 * and does not tell whether it has found one. Not thread-safe.
 */
final class StopStrings {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean found;

  StopStrings(List<String> stops) {
    this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
  }

  /** Takes a further text; what of the answer is certain now, which may be nothing. */
  String add(String text) {
    held.append(text);
    int end = first();
    found = end >= 0;
    String certain = held.substring(0, found ? end : held.length() - beginning());
    held.delete(0, found ? held.length() : certain.length());
    return certain;
  }

  /** Whether the last text has brought one of the stops to its end; there must be no other then. */
  boolean found() {
    return found;
  }

  /** What was held back, for an answer that has ended without a stop. */
  String rest() {
    return held.toString();
  }

  private int first() {
    return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /** The length of the longest end of the text that a stop may begin with. */
  private int beginning() {
    return stops.stream().mapToInt(this::beginningOf).max().orElse(0);
  }

  private int beginningOf(String stop) {
    int length = Math.min(stop.length() - 1, held.length());
    while (!stop.startsWith(held.substring(held.length() - length))) {
      length--;
    }
    return length;
  }
}
