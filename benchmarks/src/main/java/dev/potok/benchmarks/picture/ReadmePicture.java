package dev.potok.benchmarks.picture;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.potok.testkit.FaultProxy;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Plays half a minute of Potok: a question, a long answer, a connection that breaks in the middle
 * of it and comes back, and a page that is loaded anew while the answer grows.
 *
 * <p>{@code ReadmePicture JAR FILE.gif [ru]}
 */
public final class ReadmePicture {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final long LENGTH_MILLIS = 30_000;
  private static final int TYPING_MILLIS = 55;
  private static final int TOKENS_PER_SECOND = 22;

  /** What is asked and answered in a language. */
  private record Scene(String locale, String question, String answer) {}

  private static final Scene ENGLISH =
      new Scene(
          "en-US",
          "How does Potok keep an answer that has begun?",
          """
          An answer in Potok belongs to the **server**, not to the tab that asked for it. Three rules keep it whole:

          1. **Log before deliver.** Every piece is committed before anyone sees it.
          2. **Numbers, not hope.** Each event has its number; a reader says which one it had last.
          3. **One end.** Done, stopped or failed: one `UPDATE` decides it.

          ```java
          try (Answer answer = chat.send("Tell me more")) {
            for (AnswerEvent event : answer) {
              show(event); // no gap, nothing twice
            }
          }
          ```

          | what happens         | what you lose |
          |----------------------|---------------|
          | the network breaks   | nothing       |
          | the tab is closed    | nothing       |
          | the server is killed | nothing that was shown |

          So close the tab, change trains, reload the page: the text goes on where it was.
          """);

  private static final Scene RUSSIAN =
      new Scene(
          "ru-RU",
          "Как Поток бережёт начатый ответ?",
          """
          Ответ в Потоке принадлежит **серверу**, а не вкладке, которая о нём спросила. Его берегут три правила:

          1. **Сначала запись.** Каждый кусок записан раньше, чем его кто-то увидел.
          2. **Номера, а не надежда.** У события есть номер; читатель называет последний.
          3. **Один конец.** Готово, остановлено или сбой: решает один `UPDATE`.

          ```java
          try (Answer answer = chat.send("Расскажи ещё")) {
            for (AnswerEvent event : answer) {
              show(event); // без пропусков и повторов
            }
          }
          ```

          | что случилось    | что потеряно          |
          |------------------|-----------------------|
          | обрыв сети       | ничего                |
          | вкладка закрыта  | ничего                |
          | сервер убит      | ничего из показанного |

          Закройте вкладку, пересядьте на другой поезд, обновите страницу: текст продолжится с того же места.
          """);

  /** Something that happens in the scene, when its time has come. */
  private record Act(long atMillis, Runnable act) {}

  private ReadmePicture() {}

  /** Plays the scene and writes the picture. */
  public static void main(String[] arguments) throws Exception {
    Scene scene = arguments.length > 2 && arguments[2].equals("ru") ? RUSSIAN : ENGLISH;
    Path data = Files.createTempDirectory("potok-picture");
    try (ScriptedModelServer model = ScriptedModelServer.start();
        PotokProcess potok =
            PotokProcess.start(
                Path.of(arguments[0]),
                data,
                Map.of(
                    "OPENAI_BASE_URL", model.baseUrl().toString(),
                    "OPENAI_MODEL", "model",
                    "POTOK_FIND_LOCAL_MODELS", "false"));
        FaultProxy proxy = FaultProxy.start(potok.port());
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
      model.enqueue(Script.cutText(scene.answer(), 4).rate(TOKENS_PER_SECOND));
      Page page = open(playwright, scene);
      page.navigate(proxy.baseUrl() + "/");
      page.locator("textarea[name=message]").waitFor();
      play(page, proxy, scene).write(Path.of(arguments[1]), LENGTH_MILLIS);
    }
  }

  private static Page open(Playwright playwright, Scene scene) {
    String chromium = System.getProperty("chromium", "/usr/bin/chromium");
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(chromium))
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    return browser.newPage(
        new Browser.NewPageOptions().setLocale(scene.locale()).setViewportSize(WIDTH, HEIGHT));
  }

  private static AnimatedGif play(Page page, FaultProxy proxy, Scene scene) throws IOException {
    Deque<Act> acts = acts(page, proxy, scene.question());
    AnimatedGif picture = new AnimatedGif();
    long start = System.nanoTime();
    for (long now = 0; now < LENGTH_MILLIS; now = (System.nanoTime() - start) / 1_000_000) {
      while (!acts.isEmpty() && acts.peek().atMillis() <= now) {
        acts.remove().act().run();
      }
      picture.add(now, ImageIO.read(new ByteArrayInputStream(page.screenshot())));
    }
    return picture;
  }

  private static Deque<Act> acts(Page page, FaultProxy proxy, String question) {
    Deque<Act> acts = new ArrayDeque<>();
    long at = 1000;
    acts.add(new Act(at, () -> page.locator("textarea[name=message]").click()));
    for (int i = 0; i < question.length(); i++) {
      String letter = question.substring(i, i + 1);
      at += TYPING_MILLIS;
      acts.add(new Act(at, () -> page.keyboard().type(letter)));
    }
    acts.add(new Act(at + 500, () -> page.keyboard().press("Enter")));
    acts.add(
        new Act(
            at + 6500,
            () -> {
              proxy.refuse();
              proxy.cutAll();
            }));
    acts.add(new Act(at + 10_500, proxy::pass));
    acts.add(new Act(at + 15_500, page::reload));
    return acts;
  }
}
