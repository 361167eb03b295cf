package dev.potok.web.live;

import dev.potok.protocol.SseEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tabs of a browser say to each other. On its way it is a text of lines: the kind, who
 * speaks, and the fields.
 */
sealed interface TabMessage {

  /** Who speaks: the name of a tab. */
  String from();

  /**
   * What a tab wants to read, all of it.
   *
   * @param answers up to where the tab has read each answer, by the answer's message
   */
  record Wants(String from, Map<Long, Long> answers) implements TabMessage {}

  /** The leader asks every tab what it wants. */
  record Asks(String from) implements TabMessage {}

  /**
   * The leader is there.
   *
   * @param lastId the position of the last change that it has handed on, empty if there was none
   * @param connected whether it hears the server
   */
  record Here(String from, String lastId, boolean connected) implements TabMessage {}

  /**
   * The leader hands on what the server says.
   *
   * @param before the position of the last change before it, empty if there was none
   */
  record Tells(String from, String before, SseEvent event) implements TabMessage {}

  /** A tab goes. */
  record Leaves(String from) implements TabMessage {}

  /** The message as a text. */
  default String text() {
    return switch (this) {
      case Wants wants -> {
        StringBuilder text = new StringBuilder("wants\n" + from() + "\n");
        wants
            .answers()
            .forEach((id, after) -> text.append(id).append(':').append(after).append(' '));
        yield text.toString();
      }
      case Asks _ -> "asks\n" + from();
      case Here here -> "here\n" + from() + "\n" + here.lastId() + "\n" + here.connected();
      case Tells tells ->
          "tells\n"
              + from()
              + "\n"
              + tells.before()
              + "\n"
              + tells.event().event()
              + "\n"
              + tells.event().id()
              + "\n"
              + tells.event().data();
      case Leaves _ -> "leaves\n" + from();
    };
  }

  /** A message from its text; empty if it is one of another version of the page. */
  static Optional<TabMessage> read(String text) {
    List<String> lines = split(text);
    String kind = lines.getFirst();
    String from = lines.size() > 1 ? lines.get(1) : "";
    return switch (kind + " " + lines.size()) {
      case "wants 3" -> answers(lines.get(2)).map(answers -> new Wants(from, answers));
      case "asks 2" -> Optional.of(new Asks(from));
      case "here 4" -> Optional.of(new Here(from, lines.get(2), lines.get(3).equals("true")));
      case "tells 6" ->
          Optional.of(
              new Tells(
                  from, lines.get(2), new SseEvent(lines.get(3), lines.get(5), lines.get(4))));
      case "leaves 2" -> Optional.of(new Leaves(from));
      default -> Optional.empty();
    };
  }

  /** The lines, six at most: the last holds the rest. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0 && lines.size() < 5; ) {
      lines.add(text.substring(start, end));
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    lines.add(text.substring(start));
    return lines;
  }

  private static Optional<Map<Long, Long>> answers(String text) {
    Map<Long, Long> answers = new LinkedHashMap<>();
    int start = 0;
    for (int end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
      int colon = text.indexOf(':', start);
      if (colon < 0 || colon > end) {
        return Optional.empty();
      }
      try {
        answers.put(
            Long.parseLong(text.substring(start, colon)),
            Long.parseLong(text.substring(colon + 1, end)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      start = end + 1;
    }
    return start == text.length() ? Optional.of(answers) : Optional.empty();
  }
}
