package dev.potok.benchmarks;

import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A Potok process that relays the answers of a model server, and the readers of it. */
final class RelayServer implements AutoCloseable {

  /** What {@code ./potok} gives the JVM. */
  private static final String JVM_OPTIONS = "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders";

  private final PotokProcess potok;

  private RelayServer(PotokProcess potok) {
    this.potok = potok;
  }

  /**
   * Starts a server over a data folder; the system property {@code server.options} is for its JVM.
   */
  static RelayServer start(Path jar, Path data, ScriptedModelServer model)
      throws InterruptedException {
    Map<String, String> environment =
        Map.of(
            "OPENAI_BASE_URL",
            model.baseUrl().toString(),
            "OPENAI_MODEL",
            "numbered",
            "POTOK_FIND_LOCAL_MODELS",
            "false",
            "JDK_JAVA_OPTIONS",
            System.getProperty("server.options", JVM_OPTIONS));
    return new RelayServer(PotokProcess.start(jar, data, environment));
  }

  /** Reads many answers of numbered tokens at once, each in a chat of its own. */
  List<StreamCheck> run(int streams, int tokens) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        StreamClient client = new StreamClient(potok.baseUrl())) {
      List<Callable<StreamCheck>> readers = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        long chat = client.createChat();
        readers.add(() -> client.send(chat, tokens));
      }
      List<StreamCheck> checks = new ArrayList<>();
      for (Future<StreamCheck> reader : threads.invokeAll(readers)) {
        checks.add(reader.get());
      }
      return checks;
    }
  }

  Duration processorTime() {
    return ProcessHandle.of(potok.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** What Linux says of the process, in KiB; 0 elsewhere. */
  long residentKibibytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(potok.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    potok.close();
  }
}
