package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.potok.testkit.FaultProxy;
import dev.potok.testkit.ScriptedModelServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every browser test has: a whole server of its own, a model that does what it is told, a
 * proxy that can break the connection between browser and server, and Chromium.
 */
@Timeout(90)
@ExtendWith(Chromium.Provider.class)
abstract class BrowserScene {

  /** More tokens than any script holds. */
  private static final int ALL_TOKENS = 1_000_000;

  @TempDir Path folder;

  private final List<BrowserContext> profiles = new ArrayList<>();
  private final List<BrowserPage> pages = new ArrayList<>();
  private @Nullable Chromium chromium;
  private @Nullable TestServer server;
  private @Nullable FaultProxy proxy;
  private @Nullable ApiCaller api;

  @BeforeEach
  final void startScene(Chromium shared) throws Exception {
    chromium = shared;
    startServer();
  }

  private void startServer() throws Exception {
    TestServer started = TestServer.start(folder, configuration());
    server = started;
    proxy = FaultProxy.start(started.port());
    api = new ApiCaller(started.uri(""));
  }

  /** Ends the server and starts another one, at another address, over the same data. */
  final void restartServer() throws Exception {
    endServer();
    startServer();
  }

  private void endServer() {
    proxy().close();
    api().close();
    server().endServer();
    model().releaseTokens(ALL_TOKENS);
    server().close();
  }

  /** Further lines of the server's configuration. */
  String[] configuration() {
    return new String[0];
  }

  @AfterEach
  final void endScene() {
    profiles.forEach(BrowserContext::close);
    // An answer that still waited for its tokens would keep the server from closing.
    model().releaseTokens(ALL_TOKENS);
    endServer();
    for (BrowserPage page : pages) {
      assertThat(page.complaints()).isEmpty();
    }
  }

  final TestServer server() {
    return Objects.requireNonNull(server);
  }

  final ScriptedModelServer model() {
    return server().model();
  }

  /** Stands between the server and pages of {@link #openThroughProxy}. */
  final FaultProxy proxy() {
    return Objects.requireNonNull(proxy);
  }

  final ApiCaller api() {
    return Objects.requireNonNull(api);
  }

  /** A page of the server in English, in a profile of its own. */
  final BrowserPage open(String path) {
    return open(path, "en");
  }

  /** A page of the server for a person of this language, in a profile of its own. */
  final BrowserPage open(String path, String language) {
    return page(language).go(server().uri(path).toString());
  }

  /** A page in English whose connections the proxy can break. */
  final BrowserPage openThroughProxy(String path) {
    return page("en").go(proxy().baseUrl() + path);
  }

  /** A page of the server in another tab of the same browser, whose tabs know of each other. */
  final BrowserPage openBeside(BrowserPage other, String path) {
    BrowserPage page = new BrowserPage(other.tab().context(), "en");
    pages.add(page);
    return page.go(other.origin() + path);
  }

  /** An empty tab in a profile of its own. */
  final BrowserPage page(String language) {
    return page(language, new Browser.NewContextOptions());
  }

  /** An empty tab in a profile of its own, in a browser that is further told what it is. */
  final BrowserPage page(String language, Browser.NewContextOptions options) {
    BrowserContext profile =
        Objects.requireNonNull(chromium)
            .profile(
                options
                    .setLocale(language.equals("ru") ? "ru-RU" : "en-US")
                    .setViewportSize(BrowserPage.WIDE, BrowserPage.HEIGHT));
    profiles.add(profile);
    BrowserPage page = new BrowserPage(profile, language);
    pages.add(page);
    return page;
  }
}
