package dev.potok.server.transfer;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what of the chats that were read has no place in Potok. Belongs to one thread. */
final class LeftOut {

  /** The kinds of it. */
  enum Kind {
    /** Images, files and sounds. */
    ATTACHMENTS,
    /** Calls of tools, what they gave back, and instructions. */
    TOOL_MESSAGES,
    /** Messages that follow one another in a ring, which none begins. */
    RINGS;

    /** The name on the wire. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void count(Kind kind, int more) {
    if (more > 0) {
      counts.merge(kind, more, Integer::sum);
    }
  }

  /** How many of each kind; what there is none of is not named. */
  Map<Kind, Integer> counts() {
    return counts;
  }

  void add(LeftOut other) {
    other.counts.forEach(this::count);
  }
}
