package dev.potok.benchmarks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.SeededChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What Google's Lighthouse says of the page's accessibility and of its practices: on a new chat, a
 * chat with answers, and the stream lab. Both have to be 100.
 *
 * <p>{@code Lighthouse JAR}. Needs Node, whose {@code npx} gets Lighthouse. The system property
 * {@code chromium} names the browser, by default {@code /usr/bin/chromium}.
 *
 * @see <a href="https://github.com/GoogleChrome/lighthouse">Lighthouse</a>
 */
public final class Lighthouse {

  private static final String VERSION = "12.8.2";

  private static final List<String> CATEGORIES = List.of("accessibility", "best-practices");

  /** How long one page may take, its download the first time included, in minutes. */
  private static final long LIMIT_MINUTES = 5;

  /** The messages of the chat that is looked at. */
  private static final int MESSAGES = 6;

  private static final String ANSWER =
      """
      # A heading

      Some **bold** text, `code` and [a link](https://example.org/).

      | name | value |
      |------|------:|
      | a    |     1 |

      ```java
      int x = 1; // one
      ```

      $$x^2$$
      """;

  private Lighthouse() {}

  /** Prints the scores, and what keeps one from 100; exits with 1 if anything does. */
  public static void main(String[] arguments) throws Exception {
    Path data = Files.createTempDirectory("potok-lighthouse");
    boolean isWhole = true;
    try (PotokProcess potok =
            PotokProcess.start(
                Path.of(arguments[0]), data, Map.of("POTOK_FIND_LOCAL_MODELS", "false"));
        StreamClient client = new StreamClient(potok.baseUrl())) {
      long chat = client.createChat();
      SeededChat.fill(
          data.resolve("potok.db"),
          chat,
          MESSAGES,
          number -> number % 2 == 1 ? "Question " + number : ANSWER);
      for (String path : List.of("/", "/chats/" + chat, "/streaming-demo")) {
        isWhole &= print(path, audit(potok.baseUrl() + path, data.resolve("report.json")));
      }
    }
    if (!isWhole) {
      System.exit(1);
    }
  }

  /** The report on a page. */
  private static JsonObject audit(String address, Path report)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
                "npx",
                "--yes",
                "lighthouse@" + VERSION,
                address,
                "--quiet",
                "--output=json",
                "--output-path=" + report,
                "--only-categories=" + String.join(",", CATEGORIES),
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu")
            .inheritIO();
    command.environment().put("CHROME_PATH", System.getProperty("chromium", "/usr/bin/chromium"));
    Process process = start(command);
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("Lighthouse took longer than " + LIMIT_MINUTES + " minutes");
    }
    if (process.exitValue() != 0) {
      throw new IOException("Lighthouse ended with " + process.exitValue());
    }
    return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
  }

  private static Process start(ProcessBuilder command) throws IOException {
    try {
      return command.start();
    } catch (IOException e) {
      throw new IOException("npx cannot be started: Lighthouse needs Node", e);
    }
  }

  private static boolean print(String path, JsonObject report) {
    boolean isWhole = true;
    for (String category : CATEGORIES) {
      JsonObject result = report.getAsJsonObject("categories").getAsJsonObject(category);
      double score = result.get("score").getAsDouble();
      IO.println(String.format(Locale.ROOT, "%-20s %-16s %.0f", path, category, score * 100));
      List<String> failed = failed(report, result);
      failed.forEach(audit -> IO.println("  " + audit));
      isWhole &= score >= 1;
    }
    return isWhole;
  }

  /** The audits of a category that found something which counts. */
  private static List<String> failed(JsonObject report, JsonObject category) {
    List<String> failed = new ArrayList<>();
    for (JsonElement each : category.getAsJsonArray("auditRefs")) {
      String id = each.getAsJsonObject().get("id").getAsString();
      JsonObject audit =
          Objects.requireNonNull(report.getAsJsonObject("audits").getAsJsonObject(id), id);
      JsonElement score = audit.get("score");
      boolean counts = each.getAsJsonObject().get("weight").getAsDouble() > 0;
      if (counts && !score.isJsonNull() && score.getAsDouble() < 1) {
        failed.add(id + ": " + audit.get("title").getAsString());
      }
    }
    return failed;
  }
}
