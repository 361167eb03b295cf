package dev.potok.web.live;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each tab wants to read, and up to where it has read that, as the leader knows it. */
final class Wants {
  private final Map<String, Map<Long, Position>> byTab = new LinkedHashMap<>();

  /** A tab says what it wants; what it wanted before is forgotten. */
  void put(String tab, Map<Long, Long> answers) {
    Map<Long, Position> positions = new LinkedHashMap<>();
    answers.forEach((id, after) -> positions.put(id, new Position(after)));
    byTab.put(tab, positions);
  }

  void remove(String tab) {
    byTab.remove(tab);
  }

  /** Whether another tab than this one wants the answer. */
  boolean isWantedBeside(String tab, long messageId) {
    for (Map.Entry<String, Map<Long, Position>> wants : byTab.entrySet()) {
      if (!wants.getKey().equals(tab) && wants.getValue().containsKey(messageId)) {
        return true;
      }
    }
    return false;
  }

  /** All have heard this event of an answer. */
  void told(long messageId, Piece piece) {
    for (Map<Long, Position> wants : byTab.values()) {
      Position position = wants.get(messageId);
      if (position != null && position.take(piece) && piece.kind() == Piece.Kind.END) {
        wants.remove(messageId);
      }
    }
  }

  /** The answer cannot be read. */
  void refused(long messageId) {
    for (Map<Long, Position> wants : byTab.values()) {
      wants.remove(messageId);
    }
  }

  /** All answers that are wanted, each from the earliest position on. */
  Map<Long, Long> all() {
    Map<Long, Long> all = new LinkedHashMap<>();
    for (Map<Long, Position> wants : byTab.values()) {
      wants.forEach((id, position) -> all.merge(id, position.at(), Math::min));
    }
    return all;
  }
}
