package dev.potok.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How fast Potok's decoder, compiled by TeaVM, and npm's {@code eventsource-parser} decode the same
 * chunks of bytes in Chromium, side by side. Both get bytes, as a fetch gives them.
 *
 * <p>{@code DecodersInChromium DECODER PACKAGE [CHROMIUM]}: the {@code decoder.js} that {@code mvn
 * package -Pbrowser} makes in {@code benchmarks/target/browser}, the folder of the unpacked npm
 * package ({@code npm pack eventsource-parser}), and the browser, by default {@code
 * /usr/bin/chromium}.
 */
public final class DecodersInChromium {
  private static final String ORIGIN = "http://decoders.test";
  private static final int MEBIBYTES = 8;
  private static final int ROUNDS = 25;

  /** How much comes at a time, in bytes. */
  private static final int[] CHUNKS = {16, 1400, 65536};

  private static final String PAGE =
      """
      <!doctype html><script src="/decoder.js"></script>
      <script type="module">
      import {createParser} from '/package/dist/index.js';
      main();
      const decoders = {
        potok(chunks) {
          return potokDecode(chunks.map(
              chunk => new Int8Array(chunk.buffer, chunk.byteOffset, chunk.length)));
        },
        other(chunks) {
          let read = 0;
          const text = new TextDecoder();
          const parser = createParser({onEvent(event) { read += event.data.length; }});
          for (const chunk of chunks) parser.feed(text.decode(chunk, {stream: true}));
          return read;
        },
      };
      window.measure = async (size, rounds) => {
        const stream = new Uint8Array(await (await fetch('/stream')).arrayBuffer());
        const chunks = [];
        for (let i = 0; i < stream.length; i += size) chunks.push(stream.subarray(i, i + size));
        const times = {potok: [], other: []};
        const read = {};
        for (let i = 0; i < rounds; i++) {
          for (const name of ['potok', 'other']) {
            const began = performance.now();
            read[name] = decoders[name](chunks);
            times[name].push(performance.now() - began);
          }
        }
        if (read.potok !== read.other) throw new Error(read.potok + ' is not ' + read.other);
        const rate = name => stream.length / 1048576 /
            (times[name].sort((a, b) => a - b)[rounds >> 1] / 1000);
        return [rate('potok'), rate('other')];
      };
      window.ready = true;
      </script>
      """;

  private DecodersInChromium() {}

  /** Measures and prints MiB a second, the median of the rounds. */
  public static void main(String[] arguments) {
    Path decoder = Path.of(arguments[0]);
    Path npmPackage = Path.of(arguments[1]);
    Path chromium = Path.of(arguments.length > 2 ? arguments[2] : "/usr/bin/chromium");
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
      Page page = browser.newPage();
      page.route(ORIGIN + "/**", route -> serve(route, decoder, npmPackage));
      page.navigate(ORIGIN + "/");
      page.waitForFunction("window.ready");
      IO.println("MiB/s, chunks of      Potok   eventsource-parser");
      for (int size : CHUNKS) {
        List<?> rates =
            (List<?>)
                page.evaluate("([size, rounds]) => measure(size, rounds)", List.of(size, ROUNDS));
        IO.println(
            String.format("%8d bytes   %8.1f   %8.1f", size, number(rates, 0), number(rates, 1)));
      }
    }
  }

  private static double number(List<?> rates, int index) {
    return ((Number) rates.get(index)).doubleValue();
  }

  private static void serve(Route route, Path decoder, Path npmPackage) {
    String path = route.request().url().substring(ORIGIN.length());
    byte[] body =
        switch (path) {
          case "/" -> PAGE.getBytes(UTF_8);
          case "/decoder.js" -> read(decoder);
          case "/stream" -> DecoderStream.ofBytes(MEBIBYTES << 20);
          default -> read(npmPackage.resolve(path.substring("/package/".length())));
        };
    String type =
        path.endsWith(".js") ? "text/javascript" : path.equals("/") ? "text/html" : "text/plain";
    route.fulfill(new Route.FulfillOptions().setContentType(type).setBodyBytes(body));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
