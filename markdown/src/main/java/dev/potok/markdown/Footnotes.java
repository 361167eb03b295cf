package dev.potok.markdown;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.Node;

/**
 * The footnotes of a text by their labels. They have their numbers in the order in which they are
 * defined, so that no later one changes the number of another; of several with one label the first
 * is the one that is referred to.
 *
 * <p>To the parser every label in brackets is a reference. Which of them are, is said here, when
 * all of a text or a piece of it was parsed.
 */
final class Footnotes {

  /** The numbers of those that are closed. */
  private final Map<String, Integer> numbers = new HashMap<>();

  private int count;

  /** How many are closed. */
  int count() {
    return count;
  }

  /**
   * Takes the footnotes in a document that begin between two places for closed, and adds the keys
   * of labels that are new to the given ones.
   */
  void collect(Node document, int from, int to, Set<String> keys) {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof FootnoteBlock note && LinkDefinitions.isWithin(note, from, to)) {
        String key = LinkDefinitions.keyOf(note.label());
        count++;
        if (numbers.putIfAbsent(key, count) == null) {
          keys.add(key);
        }
      }
    }
  }

  /**
   * Gives the footnotes of a document their numbers, and its references those of their footnotes.
   *
   * @param before how many footnotes stand before what was parsed
   */
  void number(Node document, int before) {
    Map<String, Integer> open = new HashMap<>();
    int last = before;
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof FootnoteBlock note) {
        last++;
        note.setNumber(last);
        open.putIfAbsent(LinkDefinitions.keyOf(note.label()), last);
      }
    }
    if (!open.isEmpty() || !numbers.isEmpty()) {
      refer(document, open);
    }
  }

  private void refer(Node node, Map<String, Integer> open) {
    if (node instanceof FootnoteReference reference) {
      String key = LinkDefinitions.keyOf(reference.label());
      Integer closed = numbers.get(key);
      reference.refersTo(closed == null ? open.getOrDefault(key, 0) : closed);
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      refer(child, open);
    }
  }

  /** Gives ids to the references of a whole text. */
  static void identify(Node document, String prefix) {
    identify(document, prefix, new HashSet<>());
  }

  private static void identify(Node node, String prefix, Set<Integer> seen) {
    if (node instanceof FootnoteReference reference) {
      reference.identify(prefix, seen.add(reference.number()));
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      identify(child, prefix, seen);
    }
  }
}
