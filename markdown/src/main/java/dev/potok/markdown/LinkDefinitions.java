package dev.potok.markdown;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;

/**
 * The link reference definitions of a text, such as {@code [label]: /url "title"}. Besides {@link
 * Footnotes} they are the one thing by which a block changes another one, however far away.
 *
 * <p>A mention and a definition meet by a key that is coarser than CommonMark's comparison of
 * labels: two that match always have the same key. Two that do not match may have it too, which
 * costs time and changes nothing, for the parser compares the labels themselves.
 */
final class LinkDefinitions {

  /** "A link label can have at most 999 characters inside the square brackets." */
  static final int MAX_LABEL_CHARACTERS = 999;

  /**
   * The definitions as Markdown, by key and label, in the order of the text: the first of a label
   * counts.
   */
  private final Map<String, Map<String, String>> byKey = new LinkedHashMap<>();

  /**
   * Takes the definitions in a node that begin between two places, and adds the keys of labels that
   * are new to the given ones.
   */
  void collect(Node node, int from, int to, Set<String> keys) {
    if (node instanceof LinkReferenceDefinition definition && isWithin(definition, from, to)) {
      String key = keyOf(definition.getLabel());
      Map<String, String> byLabel = byKey.computeIfAbsent(key, _ -> new LinkedHashMap<>());
      if (byLabel.putIfAbsent(definition.getLabel(), markdownOf(definition)) == null) {
        keys.add(key);
      }
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      collect(child, from, to, keys);
    }
  }

  /** Whether a node begins between two places. */
  static boolean isWithin(Node node, int from, int to) {
    int start = node.getSourceSpans().getFirst().getInputIndex();
    return start >= from && start < to;
  }

  /** The Markdown that defines what a text mentions, to be put before it; may be empty. */
  String preambleFor(String text) {
    if (byKey.isEmpty()) {
      return "";
    }
    StringBuilder preamble = new StringBuilder();
    for (String key : mentionedIn(text)) {
      for (String definition : byKey.getOrDefault(key, Map.of()).values()) {
        preamble.append(definition);
      }
    }
    return preamble.isEmpty() ? "" : preamble.append('\n').toString();
  }

  /** The keys of everything in a text that could be the label of a link. */
  static Set<String> mentionedIn(String text) {
    Set<String> keys = new LinkedHashSet<>();
    for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
      int close = endOfLabel(text, open + 1);
      if (close > open + 1) {
        keys.add(keyOf(text.substring(open + 1, close)));
      }
    }
    return keys;
  }

  /** Where the label that begins at an index ends; -1 if it is none. */
  private static int endOfLabel(String text, int start) {
    // Prefixes of quotes and lists stand between the lines of a label and do not count.
    int limit = Math.min(text.length(), start + 4 * MAX_LABEL_CHARACTERS);
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ']') {
        return i;
      } else if (c == '[') {
        return -1;
      }
    }
    return -1;
  }

  /** The key by which mentions of a label and its definitions meet. */
  static String keyOf(String label) {
    StringBuilder key = new StringBuilder(label.length());
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c > ' ' && c != '>' && c != '\\') {
        key.append(c);
      }
    }
    // Both ways, since some letters have two forms in one case and one in the other.
    return key.toString().toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
  }

  /** Behind a space, since at the beginning of a line it might define a footnote. */
  private static String markdownOf(LinkReferenceDefinition definition) {
    StringBuilder markdown = new StringBuilder(" [");
    for (int i = 0; i < definition.getLabel().length(); i++) {
      char c = definition.getLabel().charAt(i);
      markdown.append(c < ' ' ? ' ' : c);
    }
    markdown.append("]: <");
    appendEscaped(definition.getDestination(), markdown);
    markdown.append('>');
    if (definition.getTitle() != null) {
      markdown.append(" \"");
      appendEscaped(definition.getTitle(), markdown);
      markdown.append('"');
    }
    return markdown.append('\n').toString();
  }

  private static void appendEscaped(String text, StringBuilder markdown) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<', '>', '"', '\\' -> markdown.append('\\').append(c);
        case '&' -> markdown.append("&amp;");
        case '\n' -> markdown.append("&#10;");
        case '\r' -> markdown.append("&#13;");
        default -> markdown.append(c);
      }
    }
  }
}
