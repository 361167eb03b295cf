package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page speaks one language at a time, in every corner. */
class LanguagesIT extends BrowserScene {

  /** What a person reads or hears: texts, and the attributes that are spoken or shown. */
  private static final String ALL_TEXT =
      """
      root => {
        const texts = [root.innerText];
        for (const e of root.querySelectorAll('[title], [aria-label], [placeholder]')) {
          for (const name of ['title', 'aria-label', 'placeholder']) {
            texts.push(e.getAttribute(name) || '');
          }
        }
        return texts.join('\\n');
      }
      """;

  /** Latin words that a Russian page uses too: names, keys and units. */
  private static final Set<String> NAMES =
      Set.of(
          "Potok",
          "Markdown",
          "HTML",
          "JSON",
          "ChatGPT",
          "Open",
          "WebUI",
          "conversations",
          "json",
          "AI",
          "Ctrl",
          "K",
          "Enter",
          "Shift",
          "Alt",
          "Esc",
          "F",
          "O",
          "English",
          "guide",
          "numbered",
          "test",
          "text",
          "t");

  private static final Pattern LATIN = Pattern.compile("[A-Za-z]+");
  private static final Pattern CYRILLIC = Pattern.compile("[А-Яа-яЁё]+");

  private long chat;
  private long project;

  @BeforeEach
  void fill() throws Exception {
    model().enqueue(Script.numbered(3).thinking("t"));
    project = api().newProject("1");
    chat = api().newChatIn(project);
    api().say(chat, "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void everyPageSpeaksTheReadersLanguage(String language) throws Exception {
    BrowserPage page = open("/", language);
    assertThat(page.chatLink(chat)).isVisible();
    assertThat(page.find("html")).hasAttribute("lang", language);
    assertOneLanguage(page, language);
    for (String path : new String[] {"/chats/" + chat, "/projects/" + project, "/chats/999"}) {
      page.go(server().uri(path).toString());
      assertThat(page.chatLink(chat)).isVisible();
      assertOneLanguage(page, language);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void menusAndDialogsSpeakTheReadersLanguage(String language) throws Exception {
    BrowserPage page = open("/chats/" + chat, language);
    page.find(".chat-row").hover();
    page.action("chat-menu").click();
    assertThat(page.find("[role=menu]")).isVisible();
    assertOneLanguage(page, language);
    page.action("delete-chat").click();
    assertThat(page.find(".toast")).isVisible();
    assertOneLanguage(page, language);
    page.action("undo").click();
    assertThat(page.chatLink(chat)).isVisible();

    page.action("new-project").first().click();
    assertThat(page.find("dialog[open]")).isVisible();
    assertOneLanguage(page, language);
    page.find("dialog[open] button[data-action=cancel]").click();

    page.action("settings").click();
    assertThat(page.find("dialog[open]")).isVisible();
    page.keepLooks("settings");
    assertOneLanguage(page, language);
  }

  @ParameterizedTest
  @CsvSource({"en, /prompts, edited", "ru, /шаблоны, правка"})
  void whatIsOpenedByKeysAndButtonsSpeaksTheReadersLanguage(
      String language, String prompts, String word) throws Exception {
    api().newPrompt("1", "2");
    BrowserPage page = open("/chats/" + chat, language);
    page.awaitStatus("complete");
    Keyboard keys = page.tab().keyboard();
    keys.press("Control+K");
    assertThat(page.find("dialog [role=option]").first()).isVisible();
    assertOneLanguage(page, language);
    keys.press("Escape");
    page.find("main h1").evaluate("() => document.activeElement.blur()");
    keys.press("?");
    assertThat(page.find("dialog[open] kbd").first()).isVisible();
    assertOneLanguage(page, language);
    keys.press("Escape");
    page.action("chat-options").click();
    page.find("input[name=chat-temperature]").fill("3");
    page.find("dialog button[data-action=confirm]").click();
    assertThat(page.find("[aria-invalid=true]")).isVisible();
    assertOneLanguage(page, language);
    keys.press("Escape");
    page.composer().fill(prompts);
    page.composer().press("Enter");
    assertThat(page.find(".prompt")).hasCount(1);
    assertOneLanguage(page, language);
    page.find("dialog button[data-action=edit-prompt]").click();
    assertOneLanguage(page, language);
    keys.press("Escape");
    page.find("dialog button[data-action=delete-prompt]").click();
    assertOneLanguage(page, language);
    keys.press("Escape");
    keys.press("Escape");
    page.find("input[name=search]").fill("2");
    assertThat(page.find(".hit").first()).isVisible();
    assertOneLanguage(page, language);
    page.find("input[name=search]").fill("§");
    assertOneLanguage(page, language);
    page.find("input[name=search]").fill("");
    page.action("archive").click();
    assertThat(page.action("leave-archive")).isVisible();
    assertOneLanguage(page, language);
    page.action("leave-archive").click();
    page.composer().press("ArrowUp");
    assertThat(page.find("textarea[name=edit]")).isFocused();
    page.find("textarea[name=edit]").fill(word);
    assertOneLanguage(page, language);
    keys.press("Escape");

    model().enqueue(Script.numbered(3).held());
    page.send("3");
    page.send("4");
    assertThat(page.queued()).hasCount(1);
    page.queued().locator("button[data-action=edit-queued]").click();
    assertOneLanguage(page, language);
    page.find("textarea[name=queued]").press("Escape");
    page.queued().locator("button[data-action=remove-queued]").click();
    page.stop().click();
    page.go(server().uri("/streaming-demo").toString());
    assertThat(page.find("main[data-page=streaming-demo]")).isVisible();
    assertOneLanguage(page, language);
  }

  private static void assertOneLanguage(BrowserPage page, String language) {
    String text = (String) page.find("body").evaluate(ALL_TEXT);
    Set<String> foreign = new TreeSet<>();
    Matcher words = (language.equals("ru") ? LATIN : CYRILLIC).matcher(text);
    while (words.find()) {
      foreign.add(words.group());
    }
    foreign.removeAll(NAMES);
    // Each language is offered under its own name.
    foreign.remove("Русский");
    assertThat(foreign).as(text).isEmpty();
  }

  @Test
  void theLanguageAndTheThemeAreChosenAndKept() {
    BrowserPage page = open("/chats/" + chat);
    page.action("settings").click();
    Locator dialog = page.find("dialog[open]");
    dialog.locator("input[name=language][value=ru]").check();
    assertThat(page.find("html")).hasAttribute("lang", "ru");
    assertThat(page.find("dialog[open] h2")).hasText("Настройки");
    dialog.locator("input[name=theme][value=dark]").check();
    assertThat(page.find("html")).hasAttribute("data-theme", "dark");
    page.tab().keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    assertThat(page.messages()).hasCount(2);

    page.reload();
    assertThat(page.find("html")).hasAttribute("lang", "ru");
    assertThat(page.find("html")).hasAttribute("data-theme", "dark");
    assertThat(page.action("new-chat").first()).hasText("Новый чат");
  }

  @Test
  void textIsDrawnAsOftenAsIsSet() throws Exception {
    model().enqueue(Script.numbered(3).held());
    BrowserPage page = open("/");
    page.action("settings").click();
    page.find("input[name=drawing][value='4']").check();
    page.tab().keyboard().press("Escape");
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("t1 t2 t3");
  }
}
