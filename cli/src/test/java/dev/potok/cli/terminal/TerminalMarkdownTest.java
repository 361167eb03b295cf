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
      {
        "see [the *docs*](https://a.b/c_d), ok",
        "see the ‹0›‹3›docs‹0› (‹0›‹4›https://a.b/c_d‹0›), ok"
      },
      {"[https://a.b](https://a.b)", "https://a.b"},
      {"[a](<b c>)[d](e \"f\")", "a (‹0›‹4›b c‹0›)d (‹0›‹4›e‹0›)"},
      {"![cat](c.png) [](d)!", "cat (‹0›‹4›c.png‹0›) ‹0›‹4›d‹0›!"},
      {"[a](b(c)d)", "a (‹0›‹4›b(c)d‹0›)"},
      {"- [ ] do [x] a[1] [b](c d) `[e](f)`", "‹36›•‹0› [ ] do [x] a[1] [b](c d) ‹0›‹33›[e](f)‹0›"},
      {"[open\n[**a**", "[open\n[‹0›‹1›a‹0›"},
      {"a[^1] b\n\n[^1]: *c*", "a[^1] b\n\n[^1]: ‹0›‹3›c‹0›"},
      {"Hello! \\[a](b)", "Hello! [a](b)"},
      {
        "| a | long |\n|---|-----:|\n| **b**\\|c | 1 |\n| 漢字 |\n\nend",
        """
        ‹1›a‹0›   ‹2› │ ‹0›‹1›long‹0›
        ‹2›─────┼─────‹0›
        ‹1›b‹0›|c ‹2› │ ‹0›   1
        漢字‹2› │ ‹0›\s\s\s\s

        end\
        """
      },
      {"| no table |\ntext", "| no table |\ntext"},
      {"| a |", "| a |"},
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
  void aTableThatIsTooWideIsWrapped() {
    String table =
        "| name | what it is |\n|---|---|\n| stream | water that runs and runs, down to the sea |\n";
    assertThat(plain(show(true, table, 5)))
        .isEqualTo(
            """
            name   │ what it is
            ───────┼───────────────────────────────
            stream │ water that runs and runs, down
                   │ to the sea
            """);
  }

  @Test
  void aTableOfTooManyColumnsIsAList() {
    String row = "| column ".repeat(8) + "|\n";
    String table = row + "|---".repeat(8) + "|\n" + row.replace("column", "a value");
    assertThat(plain(show(true, table, 7))).isEqualTo("column: a value\n".repeat(8) + "──────\n");
  }

  @Test
  void aLongTableIsShownBeforeItEnds() {
    TerminalMarkdown markdown = new TerminalMarkdown(true, () -> 40);
    markdown.append("| a |\n|---|\n");
    String first = markdown.append("| 1 |\n".repeat(TerminalTable.MAX_HELD_ROWS));
    assertThat(plain(first))
        .startsWith("a\n─\n1\n1\n")
        .hasSize(2 * (TerminalTable.MAX_HELD_ROWS + 2));
    assertThat(plain(markdown.append("| 12 |\n"))).isEqualTo("1\n2\n");
  }

  @Test
  void hostileTextIsNotHeldBackForEver() {
    TerminalMarkdown markdown = new TerminalMarkdown(true, () -> 40);
    for (String hostile : new String[] {"[", "![", "[a](", "| ", "**["}) {
      String shown = markdown.append(hostile.repeat(50_000)) + markdown.finish();
      assertThat(plain(shown).length()).isGreaterThan(40_000);
    }
  }

  private static String plain(String shown) {
    return shown.replaceAll("‹[^›]*›|\u001b\\[[0-9;]*m", "");
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
    TerminalMarkdown markdown = new TerminalMarkdown(true, () -> 40);
    assertThat(markdown.append("Wat")).isEqualTo("Wat");
    assertThat(markdown.append("er **")).isEqualTo("er ");
    assertThat(markdown.append("runs")).isEqualTo("\u001b[0m\u001b[1mruns");
    assertThat(markdown.finish()).isEqualTo("\u001b[0m");
  }

  @Test
  void aLongLineIsNotHeldBackForEver() {
    TerminalMarkdown markdown = new TerminalMarkdown(true, () -> 40);
    assertThat(markdown.append(" ".repeat(1_000))).hasSize(1_000);
  }

  private static String show(boolean inColour, String text, int size) {
    TerminalMarkdown markdown = new TerminalMarkdown(inColour, () -> 40);
    StringBuilder shown = new StringBuilder();
    for (int start = 0; start < text.length(); start += size) {
      shown.append(markdown.append(text.substring(start, Math.min(text.length(), start + size))));
    }
    return shown.append(markdown.finish()).toString().replaceAll("\u001b\\[([0-9;]*)m", "‹$1›");
  }
}
