package dev.potok.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tab of Chromium with the probe in it, and what DevTools say of its renderer. */
final class MeasuredPage implements AutoCloseable {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  private final Playwright playwright;
  private final Page page;
  private final CDPSession tools;

  private MeasuredPage(Playwright playwright, Page page, CDPSession tools) {
    this.playwright = playwright;
    this.page = page;
    this.tools = tools;
  }

  /** Starts Chromium and opens an empty tab. */
  static MeasuredPage open(Path chromium) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    Page page =
        browser.newPage(
            new Browser.NewPageOptions().setLocale("en-US").setViewportSize(WIDTH, HEIGHT));
    page.addInitScript(probe());
    CDPSession tools = page.context().newCDPSession(page);
    tools.send("Performance.enable");
    return new MeasuredPage(playwright, page, tools);
  }

  private static String probe() {
    try (InputStream script =
        Objects.requireNonNull(MeasuredPage.class.getResourceAsStream("probe.js"))) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Page tab() {
    return page;
  }

  String version() {
    return playwright.chromium().name() + " " + page.context().browser().version();
  }

  /** What the probe has gathered under a name, a row for each. */
  List<List<Number>> rows(String name) {
    @SuppressWarnings("unchecked")
    List<List<Number>> rows = (List<List<Number>>) page.evaluate("name => probe[name]", name);
    return rows;
  }

  /** Numbers that the probe has gathered under a name. */
  List<Number> numbers(String name) {
    @SuppressWarnings("unchecked")
    List<Number> numbers = (List<Number>) page.evaluate("name => probe[name]", name);
    return numbers;
  }

  /** One number of the probe. */
  double number(String name) {
    return ((Number) page.evaluate("name => probe[name]", name)).doubleValue();
  }

  /** The renderer's own counters: times in seconds, memory in bytes, counts. */
  Map<String, Double> counters() {
    JsonObject reply = tools.send("Performance.getMetrics");
    Map<String, Double> counters = new HashMap<>();
    for (JsonElement each : reply.getAsJsonArray("metrics")) {
      JsonObject metric = each.getAsJsonObject();
      counters.put(metric.get("name").getAsString(), metric.get("value").getAsDouble());
    }
    return counters;
  }

  /** Throws away what nobody uses any more. */
  void collectGarbage() {
    tools.send("HeapProfiler.collectGarbage");
  }

  /** Turns the wheel over the messages, as a hand does. */
  void wheel(double pixels) {
    page.mouse().wheel(0, pixels);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
