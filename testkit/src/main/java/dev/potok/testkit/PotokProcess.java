package dev.potok.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Potok, {@code java -jar potok.jar serve}, in a process of its own with a data folder of
 * the test's. It keeps its port over restarts, as a reader that resumes expects. One thread.
 */
public final class PotokProcess implements AutoCloseable {

  private final List<String> command;
  private final Map<String, String> environment;
  private final int port;
  private ServerProcess process;

  private PotokProcess(List<String> command, Map<String, String> environment, int port)
      throws InterruptedException {
    this.command = command;
    this.environment = environment;
    this.port = port;
    this.process = ServerProcess.start(command, environment, health());
  }

  /**
   * Starts a Potok on a free port and waits until {@code /health} answers 200.
   *
   * @param jar the jar of the command line
   * @param dataDir the data folder, which may hold what an earlier process left
   * @param environment variables to set, such as {@code OPENAI_BASE_URL}; those that a person may
   *     have set for themselves are removed first; no model is asked for titles unless they say so
   * @param more further arguments behind {@code serve}
   * @throws IllegalStateException if it does not start; shows what it printed
   */
  public static PotokProcess start(
      Path jar, Path dataDir, Map<String, String> environment, String... more)
      throws InterruptedException {
    return launch(List.of("-jar", jar.toString()), dataDir, environment, more);
  }

  /**
   * The same with Java's arguments as they are given, up to the jar or the main class: other
   * options of the virtual machine, or another class path.
   */
  public static PotokProcess launch(
      List<String> java, Path dataDir, Map<String, String> environment, String... more)
      throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("POTOK_") || name.startsWith("OPENAI_")) {
        settings.put(name, "");
      }
    }
    // Else a test would see calls of the model that are not for its answers.
    settings.put("POTOK_TITLES_BY_MODEL", "false");
    settings.putAll(environment);
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.add("serve");
    command.addAll(List.of("--port", Integer.toString(port), "--data-dir", dataDir.toString()));
    command.addAll(List.of(more));
    return new PotokProcess(command, settings, port);
  }

  /** Its address, such as {@code http://127.0.0.1:port}, without a slash at the end. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What the running or last process has printed. */
  public String output() {
    return process.output();
  }

  /** Ends it as a power cut would (SIGKILL). */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Asks it to end (SIGTERM), waits, and gives its exit code. */
  public int terminate() throws InterruptedException {
    return process.terminate();
  }

  /** Kills it if it still runs, and starts it again on the same port and data folder. */
  public void restart() throws InterruptedException {
    process.close();
    process = ServerProcess.start(command, environment, health());
  }

  @Override
  public void close() {
    process.close();
  }

  private URI health() {
    return URI.create("http://127.0.0.1:" + port + "/health");
  }
}
