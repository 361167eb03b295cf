package dev.potok.benchmarks;

import static java.util.stream.Collectors.joining;

import dev.potok.testkit.Ports;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.ScriptedModelServer;
import dev.potok.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** A Potok process that relays the answers of a model server, and the readers of it. */
final class RelayServer implements AutoCloseable {

  /** What {@code ./potok} gives the JVM. */
  private static final String JVM_OPTIONS = "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders";

  private static final Pattern USED = Pattern.compile("(?:total|generation).*?used (\\d+)K");

  private final Runnable end;
  private final URI baseUrl;
  private final long pid;

  private RelayServer(Runnable end, URI baseUrl, long pid) {
    this.end = end;
    this.baseUrl = baseUrl;
    this.pid = pid;
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
    PotokProcess potok = PotokProcess.start(jar, data, environment);
    return new RelayServer(potok::close, potok.baseUrl(), potok.pid());
  }

  /** Starts a server that shows deltas without storing them, from this program's class path. */
  static RelayServer startUnlogged(Path data, ScriptedModelServer model)
      throws IOException, InterruptedException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("server.options", JVM_OPTIONS).split(" ")));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), UnloggedServer.class.getName()));
    command.addAll(List.of(Integer.toString(port), data.toString(), model.baseUrl().toString()));
    URI url = URI.create("http://127.0.0.1:" + port);
    ServerProcess process = ServerProcess.start(command, Map.of(), url.resolve("/health"));
    return new RelayServer(process::close, url, process.pid());
  }

  /** Reads many answers of numbered tokens at once, each in a chat of its own. */
  List<StreamCheck> run(int streams, int tokens) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        StreamClient client = new StreamClient(baseUrl)) {
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

  URI baseUrl() {
    return baseUrl;
  }

  int port() {
    return baseUrl.getPort();
  }

  Duration processorTime() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** What Linux says of the process, in KiB; 0 elsewhere. */
  long residentKibibytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** How much of its heap is used after a collection, as the JVM's own tool says, in KiB. */
  long liveHeapKibibytes() throws IOException {
    jcmd("GC.run");
    return USED.matcher(
            jcmd("GC.heap_info")
                .lines()
                .filter(line -> !line.contains("Metaspace"))
                .collect(joining("\n")))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private String jcmd(String command) throws IOException {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    end.run();
  }
}
