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
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the stream of an answer says, as it comes, to find out why a stream stalls. */
@Command(name = "parse", mixinStandardHelpOptions = true)
final class ParseCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_CHUNK_BYTES = 64 * 1024 * 1024;
  private static final int MAX_PORT = 65_535;

  /** How much of a refusal's body is shown, in bytes. */
  private static final int SHOWN_BYTES = 300;

  private final Console console;
  private final InputStream standardInput;
  private final PrintStream out;
  private final LongSupplier nanoTime;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "URL", descriptionKey = "url")
  private @Nullable String url;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER")
  private List<String> headers = List.of();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "BODY")
  private @Nullable String data;

  @Option(names = "--raw")
  private boolean raw;

  @Option(names = "--chunk", paramLabel = "BYTES")
  private @Nullable Integer chunk;

  @Option(names = "--time")
  private boolean time;

  /**
   * The command over the given input.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  ParseCommand(Console console, InputStream standardInput, LongSupplier nanoTime) {
    // JSON is UTF-8, whatever the terminal's character set. Each line is written whole, so without
    // a buffer.
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
      String expected = console.text("expected_range", 1, MAX_CHUNK_BYTES);
      throw Misuse.value(spec, console, "--chunk", chunk.toString(), expected);
    }
    Optional<StreamCall> asked = streamCall();
    long began = nanoTime.getAsLong();
    StreamPrinter printer =
        new StreamPrinter(out, raw, time ? () -> nanoTime.getAsLong() - began : null);
    return asked.isPresent()
        ? fetch(asked.get(), printer)
        : read(standardInput, printer, Optional.empty());
  }

  /** The call that is to be made; none reads the standard input. */
  private Optional<StreamCall> streamCall() {
    String address = url;
    if (address == null) {
      if (data != null || !headers.isEmpty()) {
        throw Misuse.of(spec, console.text("misuse_needs_url"));
      }
      return Optional.empty();
    }
    StreamCall call = new StreamCall(uri(address), sent(), Optional.ofNullable(data));
    try {
      call.request();
    } catch (IllegalArgumentException e) {
      throw Misuse.value(
          spec,
          console,
          "--header",
          String.join(", ", headers),
          console.text("expected_sendable_header"));
    }
    return Optional.of(call);
  }

  /**
   * What a server says of a refusal is to be in the console's language, if nothing else is said.
   */
  private List<StreamCall.Header> sent() {
    List<StreamCall.Header> all = new ArrayList<>();
    String language = console.language().locale().toLanguageTag();
    all.add(new StreamCall.Header("Accept-Language", language));
    headers.forEach(text -> all.add(header(text)));
    return all;
  }

  private StreamCall.Header header(String text) {
    try {
      return StreamCall.Header.of(text);
    } catch (IllegalArgumentException e) {
      throw Misuse.value(spec, console, "--header", text, "Name: value");
    }
  }

  private URI uri(String address) {
    try {
      URI uri = URI.create(address);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // It is said below.
    }
    throw Misuse.value(spec, console, "URL", address, console.text("expected_http"));
  }

  private int fetch(StreamCall call, StreamPrinter printer) throws InterruptedException {
    String address = call.address().toString();
    try (HttpClient client = StreamCall.client()) {
      try {
        HttpResponse<InputStream> response = call.open(client);
        try (InputStream body = response.body()) {
          if (response.statusCode() / 100 != 2) {
            byte[] beginning = body.readNBytes(SHOWN_BYTES);
            console.warn(
                "parse_refused",
                address,
                Integer.toString(response.statusCode()),
                StreamBeginning.shown(beginning));
            return StreamPrinter.FAILED;
          }
          return read(body, printer, Optional.of(response));
        }
      } finally {
        // Else closing the client waits for a stream that goes on.
        client.shutdownNow();
      }
    } catch (IOException e) {
      console.warn("parse_unreachable", address, StreamCall.reason(e, console));
      return StreamPrinter.FAILED;
    }
  }

  private int read(InputStream in, StreamPrinter printer, Optional<HttpResponse<?>> response) {
    try {
      feed(in, printer);
      printer.end();
    } catch (StreamFormatException e) {
      if (printer.exitCode() != StreamPrinter.NO_STREAM) {
        console.warn("parse_unreadable", String.valueOf(e.getMessage()));
        return StreamPrinter.FAILED;
      }
    }
    if (printer.exitCode() == StreamPrinter.NO_STREAM) {
      sayNoStream(printer.beginning(), response);
    }
    return printer.exitCode();
  }

  private void sayNoStream(StreamBeginning beginning, Optional<HttpResponse<?>> response) {
    String found = console.text("parse_begins", beginning.shown());
    if (response.isPresent()) {
      String type = response.get().headers().firstValue("Content-Type").orElse("");
      String address = response.get().uri().toString();
      found = console.text("parse_no_stream_at", address, type) + " " + found;
    } else {
      found = console.text("parse_no_stream") + " " + found;
    }
    console.warn("parse_expected", found);
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
