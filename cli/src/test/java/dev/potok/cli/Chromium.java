package dev.potok.cli;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The system's Chromium, started once for all tests of a process. One test at a time uses it. */
final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** How long a condition may take to become true, in milliseconds, on a machine that is busy. */
  private static final double PATIENCE_MILLIS = 15_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    Path executable = executable();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(ARGUMENTS)));
  }

  /** Where screenshots are kept. */
  static Path screenshots() {
    return Path.of(System.getProperty("potok.screenshots", "target/screenshots"));
  }

  /** A browser profile of its own, empty. */
  BrowserContext profile(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return context;
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static Path executable() {
    String named = System.getenv("POTOK_CHROMIUM");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return found()
        .orElseThrow(() ->
            new IllegalStateException(
                "the browser tests need Chromium: install it, or set POTOK_CHROMIUM to its path"));
  }

  private static Optional<Path> found() {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of("/usr/bin/chromium"));
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
        candidates.add(Path.of(folder, name));
      }
    }
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }

  /** Gives a test the one Chromium, and keeps what its pages showed when it failed. */
  static final class Provider implements ParameterResolver, AfterTestExecutionCallback {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return shared(context);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
      if (context.getExecutionException().isEmpty()) {
        return;
      }
      int number = 0;
      for (BrowserContext profile : shared(context).browser.contexts()) {
        for (Page page : profile.pages()) {
          number++;
          String name =
              context.getRequiredTestClass().getSimpleName()
                  + "-"
                  + context.getRequiredTestMethod().getName()
                  + "-"
                  + number
                  + ".png";
          page.screenshot(
              new Page.ScreenshotOptions().setPath(screenshots().resolve("failed").resolve(name)));
        }
      }
    }

    private static Chromium shared(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Chromium.class, _ -> start(), Chromium.class);
    }
  }
}
