package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.potok.testkit.Script;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keeps how the page looks in every state that a reader meets, wide and narrow, light and dark, in
 * both languages. The pictures in {@code docs/screenshots} are those of one of its runs.
 */
@Timeout(300)
class LooksIT extends BrowserScene {

  /** What is said in a language. */
  enum Words {
    ENGLISH(
        "en",
        "How do I read a stream in Java?",
        "The reader asks for code. A short answer will do.",
        """
        Read it **line by line**: an event ends with an empty line.

        1. Open the connection and keep it open.
        2. Take each line as it comes.

        ```java
        for (String line : lines) {
          handler.accept(line); // one event at a time
        }
        ```

        | field   | means               |
        |---------|---------------------|
        | `data`  | what the event says |
        | `id`    | where to go on      |

        So nothing is lost when the connection breaks.
        """,
        "What is the capital of Iceland?",
        "Reykjavík.",
        "Plans for the summer"),
    RUSSIAN(
        "ru",
        "Как читать поток в Java?",
        "Нужен код. Хватит короткого ответа.",
        """
        Читайте **построчно**: событие кончается пустой строкой.

        1. Откройте соединение и не закрывайте его.
        2. Берите каждую строку, как только она пришла.

        ```java
        for (String line : lines) {
          handler.accept(line); // по одному событию
        }
        ```

        | поле    | значение           |
        |---------|--------------------|
        | `data`  | что говорит событие |
        | `id`    | откуда продолжать  |

        Поэтому при обрыве ничего не теряется.
        """,
        "Какой город — столица Исландии?",
        "Рейкьявик.",
        "Планы на лето");

    private final String tag;
    private final String question;
    private final String thought;
    private final String answer;
    private final String earlier;
    private final String earlierAnswer;
    private final String project;

    Words(
        String tag,
        String question,
        String thought,
        String answer,
        String earlier,
        String earlierAnswer,
        String project) {
      this.tag = tag;
      this.question = question;
      this.thought = thought;
      this.answer = answer;
      this.earlier = earlier;
      this.earlierAnswer = earlierAnswer;
      this.project = project;
    }
  }

  /** So many tokens are a beginning that shows a list and code. */
  private static final int A_BEGINNING = 45;

  private static final int CHARACTERS_PER_TOKEN = 4;

  /** In a folder that no other test writes to. */
  private static void keep(BrowserPage page, String state) {
    page.keepLooks("looks/" + state);
  }

  @ParameterizedTest
  @EnumSource
  void everyState(Words words) throws Exception {
    api().newProject(words.project);
    model().enqueue(Script.text(words.earlierAnswer));
    api().say(api().newChat(), words.earlier);

    BrowserPage page = open("/", words.tag);
    assertThat(page.find("a[data-chat-id]")).hasCount(1);
    keep(page, "empty");

    model()
        .enqueue(Script.cutText(words.answer, CHARACTERS_PER_TOKEN).thinking(words.thought).held());
    page.send(words.question);
    model().releaseTokens(1);
    assertThat(page.answer().locator("details, .thinking")).isVisible();
    keep(page, "thinking");
    model().releaseTokens(A_BEGINNING);
    assertThat(page.answerText().locator("figure")).isVisible();
    keep(page, "streaming");
    long chat = page.chatId();
    restartServer();

    BrowserPage again = open("/chats/" + chat, words.tag);
    again.awaitStatus("interrupted");
    keep(again, "interrupted");

    model().enqueue(Script.status(401));
    again.send(words.earlier);
    assertThat(again.alert()).isVisible();
    keep(again, "error");
    again.tab().setViewportSize(BrowserPage.NARROW, BrowserPage.HEIGHT);
    again.action("open-chats").first().click();
    again.find("input[name=search]").fill(words.earlierAnswer.substring(0, 5));
    assertThat(again.find("mark").first()).isVisible();
    keep(again, "search");
    again.find("input[name=search]").fill("");
    again.tab().keyboard().press("Escape");
    again.action("settings").click();
    assertThat(again.find("dialog[open]")).isVisible();
    keep(again, "settings");
  }
}
