package dev.potok.cli.terminal;

import java.util.EnumSet;
import java.util.Set;

/**
 * The inside of a line: emphasis and code in colour, links as their text with the address behind
 * it, everything else as it stands.
 *
 * <p>Nothing is written before it is known what it is: the marks of emphasis until the character
 * behind them has come, a link until its end. One thread.
 */
final class InlineMarkdown {

  /** The most characters that are held back to find out whether they are a link. */
  static final int MAX_LINK = 2_000;

  enum Style {
    HEADING("1;36"),
    BOLD("1"),
    ITALIC("3"),
    CODE("33"),
    QUOTE("2"),
    ADDRESS("4");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** How much of what may be a link has come. */
  private enum Link {
    NONE,
    TEXT,
    BEHIND_TEXT,
    ADDRESS
  }

  private final StringBuilder out;
  private final Set<Style> styles = EnumSet.noneOf(Style.class);

  /** Marks of emphasis whose next character has not come; all the same character. */
  private final StringBuilder marks = new StringBuilder();

  private boolean escaped;
  private char last = '\n';
  private int codeMarks;

  /** An exclamation mark, which may begin an image. */
  private boolean exclaimed;

  private Link link = Link.NONE;

  /** What has come of a link behind its first bracket. */
  private final StringBuilder linked = new StringBuilder();

  private int linkTextEnd;
  private int linkDepth;
  private boolean linkEscaped;
  private boolean readsLinks = true;

  InlineMarkdown(StringBuilder out) {
    this.out = out;
  }

  void accept(char c) {
    if (link != Link.NONE) {
      acceptInLink(c);
      return;
    }
    if (exclaimed) {
      exclaimed = false;
      if (c == '[' && readsLinks) {
        link = Link.TEXT;
        return;
      }
      put('!');
    }
    if (escaped) {
      escaped = false;
      if (!isPunctuation(c)) {
        put('\\');
      }
      put(c);
      return;
    }
    if (!marks.isEmpty() && marks.charAt(0) != c) {
      flushMarks(c);
    }
    if (c == '`' || ((c == '*' || c == '_') && codeMarks == 0)) {
      marks.append(c);
    } else if (codeMarks > 0) {
      put(c);
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '!') {
      exclaimed = true;
    } else if (c == '[' && readsLinks) {
      link = Link.TEXT;
    } else {
      put(c);
    }
  }

  void acceptAll(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
  }

  /** The line ends: what was held back is written. */
  void endLine() {
    if (link != Link.NONE) {
      noLink();
    }
    if (exclaimed) {
      exclaimed = false;
      put('!');
    }
    flushMarks('\n');
    if (escaped) {
      put('\\');
      escaped = false;
    }
    last = '\n';
  }

  /** The block ends, and with it whatever was left open. */
  void endBlock() {
    codeMarks = 0;
    if (!styles.isEmpty()) {
      styles.clear();
      reset();
    }
  }

  void set(Style style, boolean on) {
    boolean isChanged = on ? styles.add(style) : styles.remove(style);
    if (!isChanged) {
      return;
    }
    reset();
    for (Style open : styles) {
      out.append("\u001b[").append(open.code).append('m');
    }
  }

  private void reset() {
    out.append(StyledText.RESET);
  }

  private void acceptInLink(char c) {
    if (linked.length() == MAX_LINK || (link == Link.BEHIND_TEXT && c != '(')) {
      noLink();
      accept(c);
      return;
    }
    boolean isEscaped = linkEscaped;
    linkEscaped = c == '\\' && !isEscaped;
    linked.append(c);
    if (isEscaped) {
      return;
    }
    switch (link) {
      case NONE -> throw new IllegalStateException();
      case TEXT -> {
        if (closes(c, '[', ']')) {
          linkTextEnd = linked.length() - 1;
          link = Link.BEHIND_TEXT;
        }
      }
      case BEHIND_TEXT -> link = Link.ADDRESS;
      case ADDRESS -> {
        if (closes(c, '(', ')')) {
          endLink();
        }
      }
    }
  }

  private boolean closes(char c, char open, char close) {
    if (c == open) {
      linkDepth++;
    } else if (c == close) {
      if (linkDepth == 0) {
        return true;
      }
      linkDepth--;
    }
    return false;
  }

  private void endLink() {
    String text = linked.substring(0, linkTextEnd);
    String inside = linked.substring(linkTextEnd + 2, linked.length() - 1).strip();
    // "A sequence of zero or more characters between an opening < and a closing >", or no spaces.
    int close = inside.startsWith("<") ? inside.indexOf('>') : -1;
    String written = close < 0 ? inside.split("\\s", 2)[0] : inside.substring(0, close + 1);
    String address = close < 0 ? written : inside.substring(1, close);
    String title = inside.substring(written.length()).strip();
    if (address.isEmpty() || (!title.isEmpty() && "\"'(".indexOf(title.charAt(0)) < 0)) {
      noLink();
      return;
    }
    forgetLink();
    readsLinks = false;
    acceptAll(text);
    readsLinks = true;
    flushMarks(' ');
    if (text.equals(address)) {
      return;
    }
    putAll(text.isBlank() ? "" : " (");
    set(Style.ADDRESS, true);
    putAll(address);
    set(Style.ADDRESS, false);
    putAll(text.isBlank() ? "" : ")");
  }

  /** What has come is no link, and is shown as it stands. */
  private void noLink() {
    String text = linked.toString();
    forgetLink();
    put('[');
    readsLinks = false;
    acceptAll(text);
    readsLinks = true;
  }

  private void forgetLink() {
    link = Link.NONE;
    linked.setLength(0);
    linkDepth = 0;
    linkEscaped = false;
  }

  /** The marks are whole, since another character follows. */
  private void flushMarks(char next) {
    if (marks.isEmpty()) {
      return;
    }
    char mark = marks.charAt(0);
    int count = marks.length();
    marks.setLength(0);
    if (mark == '`') {
      code(count);
    } else {
      emphasis(mark, count, next);
    }
  }

  private void code(int count) {
    if (codeMarks == 0) {
      codeMarks = count;
      set(Style.CODE, true);
    } else if (codeMarks == count) {
      codeMarks = 0;
      set(Style.CODE, false);
    } else {
      putAll("`".repeat(count));
    }
  }

  /** As CommonMark's rules for delimiter runs, without those for runs of three between words. */
  private void emphasis(char mark, int count, char next) {
    boolean spaceBefore = Character.isWhitespace(last);
    boolean spaceBehind = Character.isWhitespace(next);
    boolean insideWord = Character.isLetterOrDigit(last) && Character.isLetterOrDigit(next);
    boolean mayOpen = !spaceBehind && !(mark == '_' && Character.isLetterOrDigit(last));
    boolean mayClose = !spaceBefore && !(mark == '_' && insideWord);
    int left = count;
    if (left >= 2 && turns(Style.BOLD, mayOpen, mayClose)) {
      left -= 2;
    }
    if (left == 1 && turns(Style.ITALIC, mayOpen, mayClose)) {
      left = 0;
    }
    putAll(String.valueOf(mark).repeat(left));
  }

  private boolean turns(Style style, boolean mayOpen, boolean mayClose) {
    boolean isOpen = styles.contains(style);
    if (isOpen ? !mayClose : !mayOpen) {
      return false;
    }
    set(style, !isOpen);
    return true;
  }

  private void putAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(char c) {
    out.append(c);
    last = c;
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
  }
}
