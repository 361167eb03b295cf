package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.StreamFormatException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the stream of an answer says, as it comes, to find out why a stream stalls. */
@Command(
    name = "parse",
    description = {
      "Read the stream of an answer and print what it says, one JSON object a line.",
      "It may be a stream of Potok, OpenAI, Anthropic, Ollama, the AI SDK and others,"
          + " as Server-Sent Events or JSON lines; which, it finds out by itself."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the stream came to its end",
      " 1:the stream could not be had, or is no stream",
      " 2:the command line is wrong",
      " 3:the stream was cut off before its end",
      " 4:the stream ended with an error of its own"
    })
final class ParseCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_CHUNK_BYTES = 64 * 1024 * 1024;
  private static final int MAX_PORT = 65_535;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How much of a refusal's body is shown, in bytes. */
  private static final int SHOWN_BYTES = 300;

  private final Console console;
  private final InputStream standardInput;
  private final PrintStream out;
  private final LongSupplier nanoTime;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      descriptionKey = "url",
      description = "Where to get the stream (default: standard input).")
  private @Nullable String url;

  @Option(
      names = "--raw",
      description = "Print the Server-Sent Events as they are, whatever they mean.")
  private boolean raw;

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      description = "Feed the decoder so many bytes at a time (default: as they come).")
  private @Nullable Integer chunk;

  @Option(
      names = "--time",
      description = "Add when each line came, in milliseconds since the beginning.")
  private boolean time;

  /**
   * The command over the given input.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  ParseCommand(Console console, InputStream standardInput, LongSupplier nanoTime) {
    // JSON is UTF-8, whatever the terminal's character set.
    this(
        console,
        standardInput,
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
        nanoTime);
  }

  ParseCommand(Console console, InputStream standardInput, PrintStream out, LongSupplier nanoTime) {
    this.console = console;
    this.standardInput = standardInput;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (chunk != null && (chunk < 1 || chunk > MAX_CHUNK_BYTES)) {
      throw misuse("--chunk: " + chunk + " (expected: 1 to " + MAX_CHUNK_BYTES + ")");
    }
    long began = nanoTime.getAsLong();
    StreamPrinter printer =
        new StreamPrinter(out, raw, time ? () -> nanoTime.getAsLong() - began : null);
    String address = url;
    return address == null ? read(standardInput, printer) : fetch(uri(address), printer);
  }

  private URI uri(String address) {
    try {
      URI uri = URI.create(address);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // It is said below.
    }
    throw misuse(
        "URL: " + address + " (expected: an address that begins with http:// or https://)");
  }

  private ParameterException misuse(String message) {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("picocli has not made this command: " + message);
    }
    return new ParameterException(known.commandLine(), message);
  }

  private int fetch(URI uri, StreamPrinter printer) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").GET().build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 != 2) {
          console.warn(
              "parse_refused",
              uri.toString(),
              Integer.toString(response.statusCode()),
              beginning(body));
          return StreamPrinter.FAILED;
        }
        return read(body, printer);
      } finally {
        // Else closing the client waits for a stream that goes on.
        client.shutdownNow();
      }
    } catch (IOException e) {
      String why = e.getMessage();
      console.warn(
          "parse_unreachable", uri.toString(), why == null ? e.getClass().getSimpleName() : why);
      return StreamPrinter.FAILED;
    }
  }

  /** Without control characters: a terminal would obey them. */
  static String beginning(InputStream body) throws IOException {
    String text = new String(body.readNBytes(SHOWN_BYTES), UTF_8);
    return text.replaceAll("(?U)[\\s\\p{Cntrl}]+", " ").strip();
  }

  private int read(InputStream in, StreamPrinter printer) {
    try {
      feed(in, printer);
    } catch (StreamFormatException e) {
      console.warn("parse_unreadable", String.valueOf(e.getMessage()));
      return StreamPrinter.FAILED;
    }
    printer.end();
    return printer.exitCode();
  }

  /** Ends where the stream does, and where nobody reads what is printed any more. */
  private void feed(InputStream in, StreamPrinter printer) {
    byte[] buffer = new byte[chunk == null ? BUFFER_BYTES : chunk];
    while (!out.checkError()) {
      int count;
      try {
        count = next(in, buffer);
      } catch (IOException e) {
        // The connection broke: whether that is a cut, the stream's own end decides.
        return;
      }
      if (count <= 0) {
        return;
      }
      printer.feed(buffer, count);
    }
  }

  private int next(InputStream in, byte[] buffer) throws IOException {
    return chunk == null ? in.read(buffer) : in.readNBytes(buffer, 0, buffer.length);
  }
}
