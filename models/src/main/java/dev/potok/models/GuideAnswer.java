package dev.potok.models;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * What the guide says to a question: first what it did, then the passages with their sources.
 * Immutable.
 *
 * @param thinking what was searched and found, in plain text
 * @param markdown the answer
 */
record GuideAnswer(String thinking, String markdown) {

  /** How many passages an answer shows. */
  private static final int MAX_PASSAGES = 3;

  /** Further passages are shown up to this length of the answer, in characters. */
  private static final int MAX_CHARACTERS = 4_000;

  /** How well a further passage must fit, as a share of the best one's score. */
  private static final double MIN_SHARE = 0.55;

  /**
   * Answers with what was found.
   *
   * @param isFirst whether this is the first answer of a chat, which says who speaks
   */
  static GuideAnswer found(GuideLanguage language, GuideFindings findings, boolean isFirst) {
    Sentences say = new Sentences(language);
    List<GuideFindings.Hit> hits = findings.hits();
    StringBuilder markdown = new StringBuilder();
    double best = hits.getFirst().score();
    for (GuideFindings.Hit hit : hits.subList(0, Math.min(hits.size(), MAX_PASSAGES))) {
      boolean fits =
          hit.score() >= MIN_SHARE * best
              && markdown.length() + hit.passage().markdown().length() <= MAX_CHARACTERS;
      if (markdown.isEmpty() || fits) {
        append(markdown, say, hit.passage());
      }
    }
    if (isFirst) {
      markdown.append("---\n\n").append(say.text("note")).append('\n');
    }
    return new GuideAnswer(
        thinking(say, findings)
            + say.text(
                "thinking.best",
                hits.getFirst().passage().heading(),
                hits.getFirst().passage().file(),
                best),
        markdown.toString());
  }

  /** Says that nothing was found, and what the guide can tell about. */
  static GuideAnswer nothingFound(
      GuideLanguage language, GuideFindings findings, List<GuidePassage> passages) {
    Sentences say = new Sentences(language);
    String first =
        findings.terms().isEmpty() ? say.text("nothing.to.search") : say.text("nothing.found");
    return new GuideAnswer(
        thinking(say, findings) + say.text("thinking.nothing"),
        first + "\n\n" + say.text("topics") + "\n\n" + topics(passages) + "\n" + say.text("note"));
  }

  /** Says who speaks, and how to connect a model. */
  static GuideAnswer introduction(GuideLanguage language, List<GuidePassage> passages) {
    Sentences say = new Sentences(language);
    return new GuideAnswer(
        say.text("thinking.introduction"),
        say.text("introduction") + "\n\n" + say.text("topics") + "\n\n" + topics(passages));
  }

  private static void append(StringBuilder markdown, Sentences say, GuidePassage passage) {
    markdown.append("### ").append(passage.heading()).append("\n\n");
    markdown.append(passage.markdown()).append("\n\n");
    markdown.append(say.text("source", passage.file(), passage.heading())).append("\n\n");
  }

  private static String thinking(Sentences say, GuideFindings findings) {
    if (findings.terms().isEmpty()) {
      return say.text("thinking.no.terms");
    }
    return say.text(
        "thinking.search",
        findings.searched(),
        String.join(", ", findings.terms()),
        findings.matching());
  }

  private static String topics(List<GuidePassage> passages) {
    Map<String, List<String>> headings = new LinkedHashMap<>();
    for (GuidePassage passage : passages) {
      List<String> ofTitle = headings.computeIfAbsent(passage.title(), _ -> new ArrayList<>());
      if (!passage.heading().equals(passage.title())) {
        ofTitle.add(passage.heading());
      }
    }
    StringBuilder markdown = new StringBuilder();
    headings.forEach((title, below) ->
        markdown
            .append("- **")
            .append(title)
            .append("**")
            .append(below.isEmpty() ? "" : ": " + String.join("; ", below))
            .append('\n'));
    return markdown.toString();
  }

  /** The guide's own sentences in one language. */
  private static final class Sentences {
    private final Locale locale;
    private final ResourceBundle texts;

    Sentences(GuideLanguage language) {
      locale = language.locale();
      texts = language.texts();
    }

    String text(String key, Object... values) {
      return new MessageFormat(texts.getString(key), locale).format(values);
    }
  }
}
