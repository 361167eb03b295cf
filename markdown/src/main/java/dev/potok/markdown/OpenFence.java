package dev.potok.markdown;

import java.util.Optional;
import org.commonmark.node.FencedCodeBlock;

/**
 * A fenced code block whose end has not come: what is added to it is code, line by line, and needs
 * no parser. Fences that are indented, whose code loses its indentation, are left to that.
 *
 * <p>A line that holds nothing but marks may be the closing fence and waits until that is known.
 */
final class OpenFence {
  private final char mark;
  private final int length;

  /** The line that is not whole, and how much of it was told. */
  private final StringBuilder line = new StringBuilder();

  private int told;
  private boolean afterCr;

  private OpenFence(char mark, int length) {
    this.mark = mark;
    this.length = length;
  }

  /** The fence of a block, if it can be followed here. */
  static Optional<OpenFence> of(FencedCodeBlock block) {
    Integer opening = block.getOpeningFenceLength();
    return opening == null || block.getClosingFenceLength() != null || block.getFenceIndent() > 0
        ? Optional.empty()
        : Optional.of(new OpenFence(block.getFenceCharacter().charAt(0), opening));
  }

  /**
   * Takes the next characters of the text, cut anywhere.
   *
   * @return the characters by which the code has grown; nothing if they close the fence, after
   *     which this is of no more use
   */
  Optional<String> append(String text) {
    StringBuilder grown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isSecondHalf = afterCr && c == '\n';
      afterCr = c == '\r';
      if (isSecondHalf) {
        continue;
      }
      if (c != '\n' && c != '\r') {
        // https://spec.commonmark.org/0.31.2/#insecure-characters
        line.append(c == '\0' ? '\uFFFD' : c);
      } else if (isClosing()) {
        return Optional.empty();
      } else {
        tellLine(grown);
        grown.append('\n');
        line.setLength(0);
        told = 0;
      }
    }
    if (!GrowingMarkdown.isOnlyMarks(line, 0)) {
      tellLine(grown);
    }
    return Optional.of(grown.toString());
  }

  private void tellLine(StringBuilder grown) {
    grown.append(line, told, line.length());
    told = line.length();
  }

  /**
   * "The closing code fence may be preceded by up to three spaces of indentation, and may be
   * followed only by spaces or tabs", and is "at least as long as the opening code fence":
   * https://spec.commonmark.org/0.31.2/#fenced-code-blocks
   */
  private boolean isClosing() {
    int start = skip(" ", 0);
    int at = start;
    while (at < line.length() && line.charAt(at) == mark) {
      at++;
    }
    return start <= 3 && at - start >= length && skip(" \t", at) == line.length();
  }

  private int skip(String characters, int from) {
    int at = from;
    while (at < line.length() && characters.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
