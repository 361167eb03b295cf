package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The npm package {@code openai} in a process of Node's. npm fetches it into the build folder when
 * it is not there.
 */
final class NodeClient implements AutoCloseable {
  private static final String VERSION = System.getProperty("potok.npm-openai", "");
  private static final Path MODULES = Path.of("target", "npm-openai-" + VERSION);
  private static final long INSTALL_SECONDS = 120;
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final Writer input;
  private final Map<Integer, BlockingQueue<JsonFields>> lines = new ConcurrentHashMap<>();
  private final AtomicInteger scenarios = new AtomicInteger();

  private NodeClient(Process process) {
    this.process = process;
    this.input = process.outputWriter(UTF_8);
    // A read from a pipe holds the carrier of a virtual thread, and a small machine has two of
    // them.
    Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts Node; its script is copied into the folder. */
  static NodeClient start(Path folder) throws IOException, InterruptedException {
    Path script = folder.resolve("openai.mjs");
    try (InputStream source = NodeClient.class.getResourceAsStream("openai.mjs")) {
      Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
    }
    Process node =
        new ProcessBuilder("node", script.toString(), installed().toUri().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new NodeClient(node);
  }

  private static Path installed() throws IOException, InterruptedException {
    Path entry = MODULES.resolve("node_modules/openai/index.mjs").toAbsolutePath();
    if (!Files.exists(entry)) {
      Files.createDirectories(MODULES);
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix",
                  MODULES.toString(),
                  "--no-save",
                  "--no-package-lock",
                  "--no-audit",
                  "--no-fund",
                  "--ignore-scripts",
                  "--prefer-offline",
                  "openai@" + VERSION)
              .redirectErrorStream(true)
              .start();
      String output = new String(npm.getInputStream().readAllBytes(), UTF_8);
      if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
        npm.destroyForcibly();
        throw new IllegalStateException("npm cannot install openai " + VERSION + ":\n" + output);
      }
    }
    return entry;
  }

  /** Begins a call; the fields of its parameters are JSON. */
  Call call(URI baseUrl, String name, String params) throws IOException {
    int id = scenarios.incrementAndGet();
    lines.put(id, new LinkedBlockingQueue<>());
    tell(
        JsonText.object()
            .field("id", id)
            .field("baseURL", baseUrl.toString())
            .field("call", name)
            .field("params", JsonFields.parse(params))
            .done());
    return new Call(id);
  }

  private void tell(String line) throws IOException {
    synchronized (input) {
      input.write(line + "\n");
      input.flush();
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        JsonFields fields = JsonFields.parse(line);
        BlockingQueue<JsonFields> queue = lines.get((int) fields.int64("id"));
        if (queue != null) {
          queue.add(fields);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** One call, and what has come of it. */
  final class Call {
    private final int id;

    private Call(int id) {
      this.id = id;
    }

    /** The next line; waits for it. */
    JsonFields next() throws InterruptedException {
      BlockingQueue<JsonFields> queue = Objects.requireNonNull(lines.get(id));
      JsonFields line = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nothing for " + PATIENCE_SECONDS + " s");
      }
      return line;
    }

    /** The text of the next chunk that has some. */
    String nextText() throws InterruptedException {
      while (true) {
        for (JsonFields choice : next().object("chunk").objects("choices")) {
          String text = choice.object("delta").optionalString("content").orElse("");
          if (!text.isEmpty()) {
            return text;
          }
        }
      }
    }

    /** All lines up to the end. */
    List<JsonFields> all() throws InterruptedException {
      List<JsonFields> all = new ArrayList<>();
      for (JsonFields line = next(); !line.bool("end", false); line = next()) {
        all.add(line);
      }
      return all;
    }

    /** Aborts the stream, as {@code stream.controller.abort()} does. */
    void abort() throws IOException {
      tell(JsonText.object().field("id", id).field("abort", true).done());
    }
  }
}
