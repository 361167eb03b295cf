package dev.potok.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalMarkdownTest {

  /** Markdown beside what is shown of it, colours written as {@code ‹1›}. */
  static String[][] texts() {
    return new String[][] {
      {"plain text", "plain text"},
      {"# Title\ntext", "‹0›‹1;36›Title‹0›\ntext"},
      {"a **bold** word", "a ‹0›‹1›bold‹0› word"},
      {"an *italic* and _another_ one", "an ‹0›‹3›italic‹0› and ‹0›‹3›another‹0› one"},
      {"***both***", "‹0›‹1›‹0›‹1›‹3›both‹0›‹3›‹0›"},
      {"snake_case_name 2 * 3 ** 4", "snake_case_name 2 * 3 ** 4"},
      {"`a*b*`", "‹0›‹33›a*b*‹0›"},
      {"``a`b``", "‹0›‹33›a`b‹0›"},
      {"\\*no\\* and \\n", "*no* and \\n"},
      {"- one\n  - two", "‹36›•‹0› one\n  ‹36›•‹0› two"},
      {"1. one\n22) two", "‹36›1.‹0› one\n‹36›22)‹0› two"},
      {"**1.** one", "‹0›‹1›1.‹0› one"},
      {"> said", "‹0›‹2›│ said‹0›"},
      {"---", "‹2›────────‹0›"},
      {
        "```java\nint *a*;\n\n``` x\n```\nout",
        "‹2›```java‹0›\n‹33›int *a*;‹0›\n‹0›\n‹33›``` x‹0›\n‹2›```‹0›\nout"
      },
      {"**open\n\nnext", "‹0›‹1›open\n‹0›\nnext"},
      {"#no heading", "#no heading"},
      {"-", "-"},
      {"12", "12"},
      {"trailing\\", "trailing\\"},
      {"a *", "a *"},
      {"one\ntwo\n", "one\ntwo\n"},
      {"\n\ntext", "\n\ntext"},
    };
  }

  @ParameterizedTest
  @MethodSource("texts")
  void itIsShownTheSameHoweverItIsCut(String markdown, String shown) {
    for (int size = 1; size <= markdown.length(); size++) {
      assertThat(show(true, markdown, size)).as("in pieces of " + size).isEqualTo(shown);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void plainTextIsAsItStands(String markdown, String shown) {
    assertThat(show(false, markdown, 3)).isEqualTo(markdown);
  }

  @Test
  void whatCommandsATerminalIsTakenOut() {
    String hostile = "a\u001b[31mb\u009b2Jc\rd\u0007e\u007ff\u202eg\u001b]0;title\u0007\tok\n";
    assertThat(show(true, hostile, 1)).isEqualTo("a[31mb2Jcdefg]0;title\tok\n");
    assertThat(show(false, hostile, 1)).isEqualTo("a[31mb2Jcdefg]0;title\tok\n");
    assertThat(SafeText.line("a\nb\u001bc")).isEqualTo("a bc");
  }

  @Test
  void wordsAreShownAsTheyCome() {
    TerminalMarkdown markdown = new TerminalMarkdown(true);
    assertThat(markdown.append("Wat")).isEqualTo("Wat");
    assertThat(markdown.append("er **")).isEqualTo("er ");
    assertThat(markdown.append("runs")).isEqualTo("\u001b[0m\u001b[1mruns");
    assertThat(markdown.finish()).isEqualTo("\u001b[0m");
  }

  @Test
  void aLongLineIsNotHeldBackForEver() {
    TerminalMarkdown markdown = new TerminalMarkdown(true);
    assertThat(markdown.append(" ".repeat(1_000))).hasSize(1_000);
  }

  private static String show(boolean inColour, String text, int size) {
    TerminalMarkdown markdown = new TerminalMarkdown(inColour);
    StringBuilder shown = new StringBuilder();
    for (int start = 0; start < text.length(); start += size) {
      shown.append(markdown.append(text.substring(start, Math.min(text.length(), start + size))));
    }
    return shown.append(markdown.finish()).toString().replaceAll("\u001b\\[([0-9;]*)m", "‹$1›");
  }
}
