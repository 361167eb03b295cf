package dev.potok.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, which a test may kill. What it prints is kept. If it is not
 * closed the process goes on. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {

  /** How long a server may take until it answers, on a machine that is busy with other tests. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** How long a server may take to end when asked to. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** The time between two questions whether it answers. */
  private static final Duration POLL = Duration.ofMillis(20);

  /** The most of its output that is kept, in characters. */
  private static final int MAX_OUTPUT = 1 << 20;

  private final Process process;
  private final Thread reader;

  /** Guarded by itself. */
  private final StringBuilder output = new StringBuilder();

  private ServerProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().unstarted(this::readOutput);
  }

  /**
   * Starts a command and waits until its address answers 200.
   *
   * @param environment what to add to the environment; an empty value removes the variable
   * @throws IllegalStateException if it ends or does not answer in time; shows its output
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, URI health)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    environment.forEach((name, value) -> {
      if (value.isEmpty()) {
        builder.environment().remove(name);
      } else {
        builder.environment().put(name, value);
      }
    });
    ServerProcess server;
    try {
      server = new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.reader.start();
    try {
      server.awaitHealth(health);
    } catch (InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far, both streams together; at most the first 1 MiB characters. */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Ends it at once (SIGKILL) and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /**
   * Asks it to end (SIGTERM) and waits until it has.
   *
   * @return its exit code
   * @throws IllegalStateException if it has not ended in time; it is killed then
   */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
      kill();
      throw new IllegalStateException(
          "not ended within " + STOP_LIMIT + " of SIGTERM:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void awaitHealth(URI health) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client, health)) {
        if (process.waitFor(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
          reader.join();
          throw new IllegalStateException("exit code " + process.exitValue() + ":\n" + output());
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              health + " not answering within " + START_LIMIT + ":\n" + output());
        }
      }
    }
  }

  private static boolean answers(HttpClient client, URI health) throws InterruptedException {
    java.net.http.HttpRequest question =
        java.net.http.HttpRequest.newBuilder(health).timeout(START_LIMIT).build();
    try {
      return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
      }
    } catch (IOException e) {
      // The process is gone, and its pipe with it.
    }
  }

  private void keep(String line) {
    synchronized (output) {
      if (output.length() < MAX_OUTPUT) {
        output.append(line).append('\n');
      }
    }
  }
}
