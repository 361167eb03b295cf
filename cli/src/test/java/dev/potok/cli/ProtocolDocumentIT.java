package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.potok.testkit.Script;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executes the examples of {@code docs/protocol.md} in their order on a fresh server. */
@Timeout(60)
class ProtocolDocumentIT {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(http|json|jsonl|sse|text)(?: (\\d+))?\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Pattern COMPLETION_ID = Pattern.compile("chatcmpl-[0-9a-f]{32}");

  /** Durations, and the time in seconds. */
  private static final Set<String> OF_THIS_RUN =
      Set.of("processingTime", "timeToFirstToken", "created");

  @TempDir Path folder;

  @Test
  void everyExampleIsTrue() throws Exception {
    List<Block> blocks = blocks(Files.readString(Path.of("..", "docs", "protocol.md")));
    assertThat(blocks).hasSizeGreaterThan(15);
    try (TestServer server = TestServer.start(folder)) {
      server.model().script(Script.text("Hello!"));
      for (int i = 0; i < blocks.size(); i += 2) {
        Block request = blocks.get(i);
        Block expected = blocks.get(i + 1);
        assertThat(request.kind()).as(request.text()).isEqualTo("http");
        if (request.text().startsWith("GET /api/web/v1/search")) {
          // What was written a moment ago is found a moment later.
          await().untilAsserted(() -> check(server, request, expected));
        } else {
          check(server, request, expected);
        }
      }
    }
  }

  private static void check(TestServer server, Block request, Block expected) throws Exception {
    HttpResponse<String> response = server.send(request(server, request.text()));
    String what = request.text() + "\n→ " + response.body();
    assertThat(response.statusCode()).as(what).isEqualTo(expected.status());
    assertThat(normal(expected.kind(), response.body()))
        .as(what)
        .isEqualTo(normal(expected.kind(), expected.text()));
  }

  private record Block(String kind, int status, String text) {}

  private static List<Block> blocks(String document) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(document);
    while (matcher.find()) {
      int status = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
      blocks.add(new Block(matcher.group(1), status, matcher.group(3)));
    }
    return blocks;
  }

  private static HttpRequest request(TestServer server, String text) {
    String[] parts = text.split("\\n\\n", 2);
    String[] lines = parts[0].strip().split("\\n", -1);
    String[] start = lines[0].split(" ", 2);
    HttpRequest.Builder request =
        server
            .request(start[1])
            .method(
                start[0],
                parts.length > 1
                    ? HttpRequest.BodyPublishers.ofString(parts[1].strip())
                    : HttpRequest.BodyPublishers.noBody());
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(": ", 2);
      request.header(header[0], header[1]);
    }
    return request.build();
  }

  /** What a text says, without what differs from run to run. */
  private static Object normal(String kind, String text) throws Exception {
    return switch (kind) {
      case "json" -> normal(JsonParser.any().from(text));
      case "jsonl" -> jsonLines(text);
      case "sse" -> sse(text);
      case "text" -> text.strip();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static List<Object> jsonLines(String text) throws Exception {
    List<Object> lines = new ArrayList<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      lines.add(normal(JsonParser.any().from(line)));
    }
    return lines;
  }

  private static List<Object> sse(String text) throws Exception {
    List<Object> lines = new ArrayList<>();
    for (String line : text.strip().lines().toList()) {
      lines.add(
          line.startsWith("data: {") ? normal(JsonParser.any().from(line.substring(6))) : line);
    }
    return lines;
  }

  private static Object normal(Object value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObject result = new JsonObject();
        for (Map.Entry<String, Object> field : object.entrySet()) {
          boolean isOfThisRun = OF_THIS_RUN.contains(field.getKey());
          result.put(field.getKey(), isOfThisRun ? "of this run" : normal(field.getValue()));
        }
        yield result;
      }
      case JsonArray array -> {
        JsonArray result = new JsonArray();
        array.forEach(element -> result.add(normal(element)));
        yield result;
      }
      case String text ->
          TIME.matcher(text).matches()
              ? "time"
              : COMPLETION_ID.matcher(text).matches() ? "completion id" : text;
      case Number number -> number.doubleValue();
      case null -> "null";
      default -> value;
    };
  }
}
