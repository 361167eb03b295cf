package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import dev.potok.protocol.JsonText;
import dev.potok.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that try to run a script or to tell another server something, on all ways by which a text
 * comes into the page.
 */
@Timeout(180)
class HostileTextsIT extends BrowserScene {

  /** There are at least this many. */
  private static final int LEAST_TEXTS = 100;

  /** The group whose texts are used as names, too. */
  private static final String NAMES = "names";

  /** What stands in a text of the file for the address of the server that must not be asked. */
  private static final String CANARY = "{{canary}}";

  /** The elements in messages that are not known, and those whose attributes do more than show. */
  private static final String STRANGE =
      """
      () => {
        const known = new Set(('a blockquote br button code del div em figcaption figure h1 h2 h3 h4 h5'
          + ' h6 hr iframe input li ol p pre section span strong sup svg table tbody td th thead tr'
          + ' ul use').split(' '));
        const isStrange = element => {
          const tag = element.localName;
          const isFormula = element.namespaceURI === 'http://www.w3.org/1998/Math/MathML';
          if (!isFormula && !known.has(tag)) { return true; }
          if (tag === 'iframe' && (element.getAttribute('sandbox') !== 'allow-scripts'
              || element.getAttribute('src') !== '/assets/diagram.html')) { return true; }
          if (tag === 'input' && !(element.type === 'checkbox' && element.disabled)) { return true; }
          return [...element.attributes].some(({name, value}) =>
            /^(on|srcdoc|src|formaction|action)/.test(name) && tag !== 'iframe'
            || name === 'style' && tag !== 'iframe'
            || name.endsWith('href') && !/^(https?|mailto):$/.test(new URL(value, location).protocol));
        };
        const inMessages = [...document.querySelectorAll('.message-body *, .thinking *')]
          .filter(element => !element.matches('details, summary') && isStrange(element));
        const anywhere = [...document.querySelectorAll('img, object, embed, video, audio, base, form,'
          + ' style, body link, body meta, body script, [onerror], [onload], [onclick], [onfocus],'
          + ' [onmouseover]')];
        return [...inMessages, ...anywhere].map(element => element.outerHTML.slice(0, 300));
      }\
      """;

  private final List<String> happened = new ArrayList<>();
  private final CanaryServer canary = new CanaryServer();

  /** A text of the file, and what it tries. */
  private record Hostile(String group, String text) {}

  static Stream<String> groups() throws IOException {
    return read("").stream().map(Hostile::group).distinct();
  }

  private static List<Hostile> read(String canary) throws IOException {
    List<Hostile> texts = new ArrayList<>();
    String group = "";
    try (InputStream in = HostileTextsIT.class.getResourceAsStream("hostile-texts.txt")) {
      String file = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      for (String line : file.split("\n", -1)) {
        if (line.matches("\\[[a-z]+]")) {
          group = line.substring(1, line.length() - 1);
        } else if (!line.isBlank() && !line.startsWith("# T") && !line.startsWith("# A")) {
          String text = line.replace("\\n", "\n").replace("\\x01", "\u0001");
          texts.add(new Hostile(group, text.replace(CANARY, canary)));
        }
      }
    }
    return texts;
  }

  private List<String> texts(String group) throws IOException {
    return read(canary.address()).stream()
        .filter(hostile -> hostile.group().equals(group))
        .map(Hostile::text)
        .toList();
  }

  @Override
  String[] configuration() {
    try {
      JsonText models = JsonText.object().openArray("models");
      for (Hostile name : read("")) {
        if (name.group().equals(NAMES)) {
          models.element(name.text());
        }
      }
      String json = models.end().done();
      String names = json.substring(json.indexOf('['), json.lastIndexOf(']') + 1);
      return new String[] {
        "  - name: hostile", "    base-url: http://127.0.0.1:9", "    models: " + names
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void endCanary() {
    canary.close();
  }

  @Test
  void thereAreEnough() throws IOException {
    assertThat(read("")).hasSizeGreaterThanOrEqualTo(LEAST_TEXTS);
    assertThat(groups()).contains("html", "links", "formulas", "diagrams", NAMES);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void messagesRunNothingAndAskNobody(String group) throws Exception {
    BrowserPage page = watched("/");
    int answers = 0;
    for (String text : texts(group)) {
      model().enqueue(Script.cutText(text, 5).thinking(text));
      page.send(text);
      answers++;
      assertThat(page.find("article[data-role=assistant][data-status=complete]")).hasCount(answers);
    }
    assertHarmless(page);

    page.reload();
    assertThat(page.answer()).hasAttribute("data-status", "complete");
    assertHarmless(page);
  }

  @Test
  void namesRunNothingAndAskNobody() throws Exception {
    List<Long> projects = new ArrayList<>();
    long chat = 0;
    for (String name : texts(NAMES)) {
      projects.add(api().newProject(name));
      chat = api().newChatIn(projects.getLast());
      model().enqueue(Script.text(name));
      api().say(chat, name);
      api().rename(chat, name);
    }
    BrowserPage page = watched("/chats/" + chat);
    assertThat(page.find("aside")).containsText(texts(NAMES).getFirst());
    assertHarmless(page);
    for (String name : texts(NAMES)) {
      // The hits of the text before go with it, so that what is seen is found by this one.
      page.find("input[type=search]").fill("");
      assertThat(page.find(".hits")).hasCount(0);
      page.find("input[type=search]").fill(name);
      assertThat(page.find(".hit").filter(new Locator.FilterOptions().setHasText(name.strip())))
          .not()
          .hasCount(0);
      assertHarmless(page);
    }
    page.find("input[type=search]").fill("");
    for (long project : projects) {
      page.go(server().uri("/projects/" + project).toString());
      assertThat(page.find("aside")).containsText(texts(NAMES).getFirst());
      assertHarmless(page);
    }
  }

  @Test
  void namesOfFilesRunNothingAndAskNobody() throws Exception {
    BrowserPage page = watched("/");
    for (String name : texts(NAMES)) {
      page.give("paste", "'text'", name);
      page.give("drop", "new Uint8Array([0x89, 0x50, 0xff, 0])", name);
      assertThat(page.alert()).containsText(name.strip());
      assertHarmless(page);
    }
    page.action("settings").click();
    for (String name : texts(NAMES)) {
      page.find("input[name=import]")
          .setInputFiles(new FilePayload(name, "application/json", name.getBytes(UTF_8)));
      assertThat(page.find(".report li")).not().hasCount(0);
      assertHarmless(page);
    }
  }

  @Test
  void errorsOfAModelRunNothingAndAskNobody() throws Exception {
    BrowserPage page = watched("/");
    for (String text : texts("html")) {
      String error = JsonText.object().openObject("error").field("message", text).end().done();
      model().enqueue(Script.status(400, error));
      page.send("Go on");
      assertThat(page.alert().first()).isVisible();
      assertHarmless(page);
      page.composer().fill("");
    }
  }

  @Test
  void theStreamLabRunsNothingAndAsksNobody() throws Exception {
    BrowserPage page = watched("/streaming-demo");
    for (String text : texts("html")) {
      model().enqueue(Script.cutText(text, 5));
      page.composer().fill(text);
      page.action("send").click();
      assertThat(page.find(".lab-state")).hasAttribute("data-phase", "ended");
    }
    assertHarmless(page);
  }

  /** A page of which is noted whatever a hostile text could make it do. */
  private BrowserPage watched(String path) {
    BrowserPage page = page("en");
    String own = server().uri("").toString();
    page.tab().context().onDialog(dialog -> happened.add("dialog: " + dialog.message()));
    page.tab().onPopup(popup -> happened.add("window: " + popup.url()));
    page.tab().onDownload(download -> happened.add("download: " + download.url()));
    page.tab()
        .context()
        .onRequest(request -> {
          if (!request.url().startsWith(own + "/")) {
            happened.add("request: " + request.url());
          }
        });
    page.tab()
        .context()
        .onRequestFailed(request -> {
          if ("csp".equals(request.failure())) {
            happened.remove("request: " + request.url());
          }
        });
    return page.go(own + path);
  }

  private void assertHarmless(BrowserPage page) {
    for (Locator button : page.find("[data-action=show-diagram]").all()) {
      button.click();
      assertThat(page.find("figure[data-diagram=waiting]")).hasCount(0);
    }
    assertThat(page.find(".math:not([data-drawn])")).hasCount(0);
    assertThat(page.find("figure:not([data-language=mermaid])[data-language]:not([data-coloured])"))
        .hasCount(0);
    for (Frame frame : page.tab().frames()) {
      assertThat(frame.evaluate("() => window.pwned")).as(frame.url()).isNull();
    }
    assertThat((List<?>) page.tab().evaluate(STRANGE)).isEmpty();
    if (page.find(".diagram").count() > 0) {
      // Mermaid tries labels out before it cleans them; its frame's policy blocks what they try.
      page.complaints().clear();
    }
    assertThat(page.complaints()).isEmpty();
    assertThat(happened).isEmpty();
    assertThat(canary.connections()).isZero();
  }
}
