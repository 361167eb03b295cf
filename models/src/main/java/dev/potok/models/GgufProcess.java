package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process that runs a GGUF file, once started. It lives as long as its standard input is open,
 * which ends with this process in whatever way. Thread-safe.
 */
final class GgufProcess implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GgufProcess.class.getName());

  /** Begins the line that says how the start went: {@code ready PORT} or {@code failed WHY}. */
  private static final String MARK = "potok-gguf ";

  private static final String READY = MARK + "ready ";

  private static final String FAILED = MARK + "failed ";

  /** The longest loading: tens of gigabytes from a slow disk. */
  private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(10);

  /** How long a process that was told to end may take. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(3);

  private static final int TOKEN_BYTES = 32;

  private final Process process;
  private final Path folder;
  private final String token;
  private final CompletableFuture<String> started = new CompletableFuture<>();

  private GgufProcess(Process process, Path folder, String token) {
    this.process = process;
    this.folder = folder;
    this.token = token;
  }

  /** Starts a process, which loads the model from then on. */
  static GgufProcess start(GgufSettings settings, SecureRandom random) {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    try {
      // Two processes must not unpack the native library to the same place.
      Path folder = Files.createTempDirectory("potok-gguf");
      Process process =
          new ProcessBuilder(command(settings, folder))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      GgufProcess started = new GgufProcess(process, folder, token);
      started.tellToken();
      Thread.ofPlatform().daemon().name("gguf-output").start(started::readOutput);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(GgufSettings settings, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "potok-gguf-crash-%p.log"),
        "--enable-native-access=ALL-UNNAMED",
        "-Dfile.encoding=UTF-8",
        "-Dstdout.encoding=UTF-8",
        // Each token is a small write, which must not wait for the next.
        "-Dsun.net.httpserver.nodelay=true",
        "-Dde.kherud.llama.tmpdir=" + folder,
        "-cp",
        settings.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)),
        settings.mainClass(),
        settings.file().path().toString(),
        Integer.toString(settings.contextTokens()));
  }

  private void tellToken() {
    try {
      OutputStream in = process.getOutputStream();
      in.write((token + "\n").getBytes(UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended already, which the end of its output tells.
      LOG.log(Level.DEBUG, "the model's process takes no token", e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(MARK)) {
          started.complete(line);
        } else {
          LOG.log(Level.DEBUG, "gguf: {0}", line);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the output of the model's process broke", e);
    }
    started.complete(FAILED + "its process ended before it was ready");
    deleteFolder();
  }

  /**
   * Waits until the model is loaded.
   *
   * @return the port it is asked at
   * @throws ModelException if it cannot be loaded
   * @throws InterruptedException if the thread is interrupted
   */
  int awaitReady() throws InterruptedException {
    String line;
    try {
      line = started.get(LOAD_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw ModelException.of(
          Kind.UNAVAILABLE, "the model is not loaded after " + AnswerWait.seconds(LOAD_TIMEOUT));
    }
    if (!line.startsWith(READY)) {
      throw ModelException.of(
          Kind.UNAVAILABLE, ErrorDetail.oneLine(line.substring(FAILED.length())));
    }
    return Integer.parseInt(line.substring(READY.length()));
  }

  /** What requests must bear. */
  String token() {
    return token;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits a moment for the end of a process whose connection has broken. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Ends the process, at the latest after a few seconds. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the model's process had ended", e);
    }
    try {
      if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteFolder();
  }

  private void deleteFolder() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "cannot delete " + folder, e);
    }
  }
}
