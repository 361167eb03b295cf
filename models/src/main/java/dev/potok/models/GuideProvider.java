package dev.potok.models;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.protocol.FinishReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built-in guide: answers from Potok's own documentation, without a network and without a
 * language model, and says so. Each question stands for itself; of the conversation before it the
 * guide knows nothing. Thread-safe.
 *
 * <p>The documentation is indexed when a language is first asked for.
 */
public final class GuideProvider implements ModelProvider {

  /** The name of this provider. */
  public static final String NAME = "potok";

  /** The guide, the only model of this provider. */
  public static final ModelInfo GUIDE = new ModelInfo("guide", "Potok guide");

  private static final int WORDS_A_SECOND = 60;

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1).dividedBy(WORDS_A_SECOND);

  /** A word with the white space behind it, or the white space at the beginning. */
  private static final Pattern WORD = Pattern.compile("\\S+\\s*|^\\s+");

  private final Pause pause;
  private final Map<GuideLanguage, GuideIndex> indexes = new ConcurrentHashMap<>();

  /** A guide that waits between its words. */
  public GuideProvider(Pause pause) {
    this.pause = pause;
  }

  /** It only quotes the guide. */
  @Override
  public boolean writesTitles() {
    return false;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ModelInfo> models() {
    return List.of(GUIDE);
  }

  /** Answers the last message. The tokens are words, those of the thinking not counted. */
  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    String question = prompt.messages().isEmpty() ? "" : prompt.messages().getLast().content();
    boolean isFirst = prompt.messages().stream().noneMatch(Prompt.Turn.Assistant.class::isInstance);
    GuideAnswer answer = answer(question, isFirst);
    if (prompt.beginning().isEmpty()) {
      output.thinking(answer.thinking());
    }
    String text = rest(answer.markdown(), prompt.beginning());
    long words = 0;
    Matcher word = WORD.matcher(upToStop(text, prompt.options().stop()));
    while (word.find()) {
      if (words == prompt.options().maxTokens().orElse(Integer.MAX_VALUE)) {
        return new ModelCompletion(FinishReason.LENGTH, OptionalLong.of(words));
      }
      if (output.isReadAsItGrows()) {
        pause.of(BETWEEN_WORDS);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      output.text(word.group());
      words++;
    }
    return new ModelCompletion(FinishReason.STOP, OptionalLong.of(words));
  }

  private static String upToStop(String text, List<String> stop) {
    int end = text.length();
    for (String ending : stop) {
      int at = text.indexOf(ending);
      end = at < 0 ? end : Math.min(end, at);
    }
    return text.substring(0, end);
  }

  /** What follows a beginning; the whole text if the beginning is not its own. */
  private static String rest(String text, String beginning) {
    return text.startsWith(beginning) ? text.substring(beginning.length()) : "\n\n" + text;
  }

  private GuideAnswer answer(String question, boolean isFirst) {
    GuideLanguage language = GuideLanguage.of(question);
    if (asksWhoSpeaks(question, language)) {
      return GuideAnswer.introduction(language, GuideLibrary.passages(language));
    }
    GuideFindings findings = search(question, language);
    return findings.hits().isEmpty()
        ? GuideAnswer.nothingFound(language, findings, GuideLibrary.passages(language))
        : GuideAnswer.found(language, findings, isFirst);
  }

  /** What the documentation has on a question. */
  GuideFindings search(String question, GuideLanguage language) {
    return indexes
        .computeIfAbsent(language, key -> GuideIndex.of(GuideLibrary.passages(key), key.analyzer()))
        .search(question);
  }

  /** A greeting alone, or a question for the guide itself. */
  private static boolean asksWhoSpeaks(String question, GuideLanguage language) {
    if (question.length() > GuideIndex.MAX_QUESTION_CHARACTERS) {
      return false;
    }
    String words =
        question
            .toLowerCase(Locale.ROOT)
            .replace("'", "")
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip();
    return language.words("greetings").contains(words)
        || language.words("who.are.you").stream()
            .anyMatch(phrase -> (" " + words + " ").contains(" " + phrase + " "));
  }
}
