package dev.potok.chat;

import org.jspecify.annotations.Nullable;

/**
 * A text that grows at its end without being copied for it.
 *
 * <p>When its stream begins again from an earlier place, what is shown stays until the stream
 * passes it or says something else: the reader does not see the text vanish and grow once more.
 */
final class GrowingText {
  private final StringBuilder characters = new StringBuilder();

  /** How many of the characters the stream has told, since it last began. */
  private int told;

  private @Nullable String whole = "";

  int length() {
    return characters.length();
  }

  /** Goes on with the given piece; gives what is new of it, or null if the text is another now. */
  @Nullable String append(String piece) {
    int shown = Math.min(piece.length(), characters.length() - told);
    if (isAt(told, piece, shown)) {
      told += piece.length();
      return grow(piece.substring(shown));
    }
    characters.setLength(told);
    characters.append(piece);
    return replaced();
  }

  /** Begins again with the given text; gives what is new, or null if the text is another now. */
  @Nullable String restart(String text) {
    if (text.length() < characters.length() && isAt(0, text, text.length())) {
      told = text.length();
      return "";
    }
    return set(text);
  }

  /** Becomes the given text; gives what that appends, or null if the text is another now. */
  @Nullable String set(String text) {
    int before = characters.length();
    if (text.length() >= before && isAt(0, text, before)) {
      told = text.length();
      return grow(text.substring(before));
    }
    characters.setLength(0);
    characters.append(text);
    return replaced();
  }

  private String grow(String more) {
    if (!more.isEmpty()) {
      characters.append(more);
      whole = null;
    }
    return more;
  }

  private @Nullable String replaced() {
    told = characters.length();
    whole = null;
    return null;
  }

  private boolean isAt(int index, String text, int length) {
    for (int i = 0; i < length; i++) {
      if (characters.charAt(index + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    String known = whole;
    if (known == null) {
      known = characters.toString();
      whole = known;
    }
    return known;
  }
}
