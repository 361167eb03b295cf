package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;

/** A page of Potok in a tab of its own, by the hooks that the page promises to keep. */
final class BrowserPage {

  /** A desk, in CSS pixels. */
  static final int WIDE = 1280;

  /** A small phone, in CSS pixels. */
  static final int NARROW = 360;

  static final int HEIGHT = 800;

  private final Page page;
  private final String language;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> consoleErrors = new CopyOnWriteArrayList<>();

  BrowserPage(BrowserContext profile, String language) {
    this.page = profile.newPage();
    this.language = language;
    page.onPageError(complaints::add);
    page.onConsoleMessage(this::heard);
  }

  private void heard(ConsoleMessage message) {
    if (message.type().equals("error")) {
      consoleErrors.add(message.text());
    }
    if (message.text().contains("Content Security Policy")) {
      complaints.add(message.text());
    }
  }

  /** Uncaught exceptions and breaches of the content policy, which no test may cause. */
  List<String> complaints() {
    return complaints;
  }

  /** All errors on the console, which hold a line for each refused or broken request. */
  List<String> consoleErrors() {
    return consoleErrors;
  }

  /** The page as Playwright has it. */
  Page tab() {
    return page;
  }

  BrowserPage go(String address) {
    Response response = Objects.requireNonNull(page.navigate(address));
    Assertions.assertThat(response.status()).as(address).isEqualTo(200);
    return ready();
  }

  /** Where the page came from, without a slash at the end. */
  String origin() {
    return page.url().replaceFirst("^(https?://[^/]+).*", "$1");
  }

  BrowserPage reload() {
    page.reload();
    return ready();
  }

  /** Waits until the page's program has taken over from the placeholder in the HTML. */
  private BrowserPage ready() {
    assertThat(page.locator("main[data-page]:not([data-page=loading])")).hasCount(1);
    return this;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Locator messages() {
    return page.locator("article[data-message-id]");
  }

  Locator bodies() {
    return page.locator("article[data-message-id] .message-body");
  }

  /** The last message of the user. */
  Locator question() {
    return page.locator("article[data-role=user]").last();
  }

  /** The last answer. */
  Locator answer() {
    return page.locator("article[data-role=assistant]").last();
  }

  /** The text of the last answer. */
  Locator answerText() {
    return answer().locator(".message-body");
  }

  Locator message(long id) {
    return page.locator("article[data-message-id='" + id + "']");
  }

  Locator composer() {
    return page.locator("textarea[name=message]");
  }

  Locator action(String name) {
    return page.locator("button[data-action=" + name + "]");
  }

  Locator stop() {
    return page.locator(".composer button[data-action=stop]");
  }

  Locator notice() {
    return page.locator(".notice");
  }

  Locator queued() {
    return page.locator(".queued");
  }

  Locator alert() {
    return page.locator("[role=alert]");
  }

  Locator typing() {
    return page.locator(".typing-indicator");
  }

  Locator cursor() {
    return page.locator(".streaming-cursor");
  }

  Locator chatLink(long id) {
    return page.locator("a[data-chat-id='" + id + "']");
  }

  /** Writes into the composer and sends by the Enter key. */
  void send(String text) {
    composer().fill(text);
    composer().press("Enter");
  }

  /**
   * Drops or pastes a file onto the composer.
   *
   * @param way {@code drop} or {@code paste}
   * @param content a JavaScript expression for what is in the file
   */
  void give(String way, String content, String name) {
    page.evaluate(
        """
        ([way, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([CONTENT], name));
          const options = {bubbles: true, cancelable: true};
          const field = document.querySelector('textarea[name=message]');
          if (way === 'paste') {
            field.dispatchEvent(new ClipboardEvent(way, {...options, clipboardData: data}));
          } else {
            for (const type of ['dragover', way]) {
              field.dispatchEvent(new DragEvent(type, {...options, dataTransfer: data}));
            }
          }
        }\
        """
            .replace("CONTENT", content),
        List.of(way, name));
  }

  long idOf(Locator message) {
    return Long.parseLong(Objects.requireNonNull(message.getAttribute("data-message-id")));
  }

  /** The chat in the address. */
  long chatId() {
    return Long.parseLong(page.url().replaceAll(".*/chats/", ""));
  }

  void awaitStatus(String status) {
    assertThat(answer()).hasAttribute("data-status", status);
  }

  /** Keeps how this state looks: wide and narrow, light and dark. */
  void keepLooks(String state) {
    for (int width : new int[] {NARROW, WIDE}) {
      page.setViewportSize(width, HEIGHT);
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String name = state + "-" + width + "-" + (scheme == ColorScheme.DARK ? "dark-" : "light-");
        keepLook(name + language);
      }
    }
  }

  /** Keeps how it looks now. */
  void keepLook(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Chromium.screenshots().resolve(name + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED));
  }
}
