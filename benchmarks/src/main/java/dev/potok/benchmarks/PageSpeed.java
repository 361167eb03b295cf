package dev.potok.benchmarks;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.SeededChat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How the page keeps up, in Chromium and against a real server: with one answer of 100,000
 * characters, with a chat of 10,000 messages, and with one answer after the other for a long time.
 *
 * <p>{@code PageSpeed JAR answer [characters [tokens per second]]}, by default 100,000 and 200;
 * {@code PageSpeed JAR chat [messages]}, by default 10,000; {@code PageSpeed JAR memory [minutes]},
 * by default 6, at ten times the pace. The system property {@code chromium} names the browser, by
 * default {@code /usr/bin/chromium}.
 */
public final class PageSpeed {

  /** How long the beginning and the end of an answer are, in seconds. */
  private static final int EDGE_SECONDS = 10;

  /** A frame that takes longer is seen to stutter, in milliseconds. */
  private static final double LONG_FRAME = 50;

  private static final String[] TIMES = {
    "TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"
  };

  private PageSpeed() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    Path data = Files.createTempDirectory("potok-page");
    try (PacedModel model = PacedModel.start();
        PotokProcess potok =
            PotokProcess.start(
                Path.of(arguments[0]),
                data,
                Map.of(
                    "OPENAI_BASE_URL",
                    model.baseUrl().toString(),
                    "OPENAI_MODEL",
                    "paced",
                    "POTOK_FIND_LOCAL_MODELS",
                    "false"));
        StreamClient client = new StreamClient(potok.baseUrl());
        MeasuredPage page =
            MeasuredPage.open(Path.of(System.getProperty("chromium", "/usr/bin/chromium")))) {
      print("browser", page.version());
      switch (arguments[1]) {
        case "answer" ->
            answer(page, potok, model, number(arguments, 2, 100_000), number(arguments, 3, 200));
        case "chat" -> chat(page, potok, client, data, number(arguments, 2, 10_000));
        case "memory" -> memory(page, potok, model, number(arguments, 2, 6));
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void answer(
      MeasuredPage page, PotokProcess potok, PacedModel model, int characters, int rate) {
    List<String> text = MarkedText.tokens(characters);
    model.say(text, rate);
    page.tab().navigate(potok.baseUrl() + "/");
    page.tab().locator("textarea[name=message]").waitFor();
    page.collectGarbage();
    page.tab().evaluate("probe.watch(); probe.clear();");
    ask(page.tab());
    List<Map<String, Double>> seconds = new ArrayList<>();
    seconds.add(page.counters());
    page.tab().locator("article[data-status=streaming]").waitFor();
    while (page.tab().locator("article[data-status=streaming]").count() > 0) {
      page.tab().waitForTimeout(1000);
      seconds.add(page.counters());
    }
    print("answer", String.join("", text).length() + " characters, " + text.size() + " tokens");
    new FrameReport(page.rows("frames"), LONG_FRAME).print();
    print("long tasks", page.rows("longTasks").size() + "");
    updates(page.numbers("updates"));
    delays(page.rows("marks"), model);
    for (String time : TIMES) {
      times(time, seconds);
    }
    print("layout shift", "%.4f".formatted(page.number("shift")));
    print("nodes", "%.0f".formatted(value(seconds.getLast(), "Nodes")));
  }

  private static void ask(Page tab) {
    tab.locator("textarea[name=message]").fill(PacedModel.QUESTION);
    tab.locator("textarea[name=message]").press("Enter");
  }

  private static void updates(List<Number> times) {
    double first = times.getFirst().doubleValue();
    double last = times.getLast().doubleValue();
    double edge = Math.min(EDGE_SECONDS, (last - first) / 2000);
    long early = times.stream().filter(time -> time.doubleValue() < first + edge * 1000).count();
    long late = times.stream().filter(time -> time.doubleValue() > last - edge * 1000).count();
    print(
        "updates",
        "%.1f/s in all, %.1f/s in the first %.0f s, %.1f/s in the last"
            .formatted(
                (times.size() - 1) / ((last - first) / 1000), early / edge, edge, late / edge));
  }

  /** The wait of each mark, from the model's write to the frame that shows it. */
  private static void delays(List<List<Number>> marks, PacedModel model) {
    double[] delays =
        marks.stream()
            .mapToDouble(mark -> mark.get(1).doubleValue() - model.sentAt(mark.get(0).intValue()))
            .sorted()
            .toArray();
    print(
        "behind",
        "p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, most %.0f ms (%d marks)"
            .formatted(
                at(delays, 0.5), at(delays, 0.95), at(delays, 0.99), at(delays, 1), delays.length));
  }

  private static void times(String name, List<Map<String, Double>> seconds) {
    int edge = Math.min(EDGE_SECONDS, (seconds.size() - 1) / 2);
    double begun = value(seconds.getFirst(), name);
    double ended = value(seconds.getLast(), name);
    print(
        name,
        "%.2f s; first %d s: %.0f ms/s, last: %.0f ms/s"
            .formatted(
                ended - begun,
                edge,
                (value(seconds.get(edge), name) - begun) / edge * 1000,
                (ended - value(seconds.get(seconds.size() - 1 - edge), name)) / edge * 1000));
  }

  private static void chat(
      MeasuredPage page, PotokProcess potok, StreamClient client, Path data, int messages)
      throws Exception {
    long chat = client.createChat();
    long empty = client.createChat();
    List<String> text = MarkedText.tokens(4_000);
    String paragraphs = String.join("", text);
    long last =
        SeededChat.fill(
            data.resolve("potok.db"),
            chat,
            messages,
            number ->
                number % 2 == 1
                    ? "Question " + number + ": what does the log say?"
                    : paragraphs.substring(0, 200 + number * 37 % 1400));
    String newest = "article[data-message-id='" + last + "'] .message-body";
    page.tab().addInitScript("probe.await(\"" + newest + "\")");
    for (int i = 0; i < 3; i++) {
      page.tab().navigate("about:blank");
      page.tab().navigate(potok.baseUrl() + "/chats/" + chat);
      awaitReadable(page);
      print("from navigation", "%.0f ms".formatted(page.number("readable")));
    }
    for (int i = 0; i < 3; i++) {
      page.tab().locator("a[data-chat-id='" + empty + "']").click();
      page.tab()
          .locator(newest)
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
      page.tab().evaluate("selector => probe.await(selector)", newest);
      double clicked =
          ((Number)
                  page.tab()
                      .evaluate(
                          "id => { const now = performance.now();"
                              + "document.querySelector(`a[data-chat-id='${id}']`).click();"
                              + "return now; }",
                          Long.toString(chat)))
              .doubleValue();
      awaitReadable(page);
      print("from a click", "%.0f ms".formatted(page.number("readable") - clicked));
    }
    state(page, "open");
    scroll(page);
    state(page, "scrolled");
  }

  private static void awaitReadable(MeasuredPage page) {
    page.tab().waitForCondition(() -> page.number("readable") > 0);
  }

  /** Turns the wheel upwards for some seconds, as fast as a hand does. */
  private static void scroll(MeasuredPage page) {
    page.tab().mouse().move(700, 400);
    page.tab().evaluate("probe.clear()");
    for (int i = 0; i < 400; i++) {
      page.wheel(-600);
      page.tab().waitForTimeout(16);
    }
    new FrameReport(page.rows("frames"), LONG_FRAME).print();
    print("long tasks", page.rows("longTasks").size() + "");
    print(
        "scrolled to",
        page.tab()
                .evaluate(
                    "() => document.querySelector('article[data-message-id]')"
                        + ".getAttribute('data-message-id')")
            + " is the first drawn");
  }

  private static void memory(MeasuredPage page, PotokProcess potok, PacedModel model, int minutes) {
    model.say(MarkedText.tokens(8_000), 2_000);
    page.tab().navigate(potok.baseUrl() + "/");
    long end = System.nanoTime() + minutes * 60_000_000_000L;
    long nextReport = System.nanoTime();
    int answers = 0;
    while (System.nanoTime() < end) {
      if (answers % 20 == 0 && answers > 0) {
        page.tab().locator("a[href='/']").first().click();
      }
      ask(page.tab());
      page.tab().locator("article[data-status=streaming]").waitFor();
      page.tab()
          .waitForCondition(
              () -> page.tab().locator("article[data-status=streaming]").count() == 0);
      answers++;
      if (System.nanoTime() > nextReport || System.nanoTime() > end) {
        nextReport = System.nanoTime() + minutes * 60_000_000_000L / 12;
        // What was measured of the frames is not the page's.
        page.tab().evaluate("probe.clear()");
        state(page, answers + " answers");
      }
    }
  }

  private static void state(MeasuredPage page, String when) {
    page.collectGarbage();
    Map<String, Double> counters = page.counters();
    print(
        when,
        "heap %.2f MB, %.0f nodes, %.0f listeners, %d messages drawn"
            .formatted(
                value(counters, "JSHeapUsedSize") / 1e6,
                value(counters, "Nodes"),
                value(counters, "JSEventListeners"),
                page.tab().locator("article[data-message-id]").count()));
  }

  private static double value(Map<String, Double> counters, String name) {
    return Objects.requireNonNull(counters.get(name), name);
  }

  static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }

  static void print(String what, String figure) {
    IO.println(String.format(Locale.ROOT, "%-20s %s", what, figure));
  }
}
