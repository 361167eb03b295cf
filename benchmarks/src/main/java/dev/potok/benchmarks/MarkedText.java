package dev.potok.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A long answer in Markdown, token by token: headings, paragraphs, lists, tables, code, and in its
 * middle one very long paragraph and one very long listing. Every few tokens stands a mark, {@code
 * n} and the token's number, by which a reader knows how far the text has come.
 */
final class MarkedText {

  /** The tokens from one mark to the next. */
  private static final int MARK_EVERY = 5;

  /** How long the long paragraph and the long listing are, as parts of the whole. */
  private static final int LONG_PART = 12;

  private static final String[] WORDS = {
    "the ", "stream ", "of ", "one ", "long ", "answer ", "goes ", "on ", "by ", "its ", "log ",
    "and ", "a ", "page ", "reads ", "it ", "so ", "far ", "поток ", "of ", "it "
  };

  private final List<String> tokens = new ArrayList<>();
  private int length;
  private int word;

  private MarkedText() {}

  /** A text of at least so many characters. */
  static List<String> tokens(int characters) {
    MarkedText text = new MarkedText();
    boolean isLongDone = false;
    int section = 0;
    while (text.length < characters) {
      text.section(++section);
      if (!isLongDone && text.length > characters / 2) {
        isLongDone = true;
        text.words(characters / LONG_PART);
        text.add("\n\n");
        text.code(characters / LONG_PART);
      }
    }
    return List.copyOf(text.tokens);
  }

  private void section(int number) {
    add("## ");
    add("Part " + number + " ");
    words(25);
    add("\n\n");
    words(420);
    add("**");
    words(30);
    add("loud**");
    add("\n\n");
    for (int i = 0; i < 6; i++) {
      add(i % 3 == 2 ? "   - " : "1. ");
      words(50);
      add("\n");
    }
    add("\n");
    table(7);
    code(600);
    add("> ");
    words(160);
    add("\n\n");
    words(300);
    add("`code` ");
    words(200);
    add("\n\n");
  }

  private void table(int rows) {
    add("| name ");
    add("| what it is ");
    add("| more |\n");
    add("|---|---|---|\n");
    for (int i = 0; i < rows; i++) {
      for (int column = 0; column < 3; column++) {
        add("| ");
        words(14);
      }
      add("|\n");
    }
    add("\n");
  }

  private void code(int characters) {
    add("```java\n");
    int end = length + characters;
    while (length < end) {
      add("  call(");
      words(36);
      add(");\n");
    }
    add("```\n\n");
  }

  private void words(int characters) {
    int end = length + characters;
    while (length < end) {
      add(WORDS[word++ % WORDS.length]);
    }
  }

  private void add(String token) {
    boolean isWord = token.endsWith(" ") && Character.isLetter(token.charAt(0));
    String marked = isWord && tokens.size() % MARK_EVERY == 0 ? "n" + tokens.size() + " " : token;
    tokens.add(marked);
    length += marked.length();
  }
}
