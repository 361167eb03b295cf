package dev.potok.benchmarks;

import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many streams at once through one real Potok process: each is checked for loss and order, and the
 * processor time of the server is divided by the tokens that it relayed. The model server and the
 * readers run in this process, so their cost is not counted.
 *
 * <p>{@code Relay JAR [streams [tokens per second [seconds]]]}, by default 200, 50 and 20. The
 * system property {@code server.options} gives the server's JVM other options.
 */
public final class Relay {

  /** What {@code ./potok} gives the JVM. */
  private static final String SERVER_OPTIONS = "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders";

  private Relay() {}

  /** Runs one measurement and prints it. */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]);
    int streams = number(arguments, 1, 200);
    int rate = number(arguments, 2, 50);
    int seconds = number(arguments, 3, 20);
    Path data = Files.createTempDirectory("potok-relay");
    try (ScriptedModelServer model = ScriptedModelServer.start()) {
      Map<String, String> environment =
          Map.of(
              "OPENAI_BASE_URL",
              model.baseUrl().toString(),
              "OPENAI_MODEL",
              "numbered",
              "POTOK_FIND_LOCAL_MODELS",
              "false",
              "JDK_JAVA_OPTIONS",
              System.getProperty("server.options", SERVER_OPTIONS));
      try (PotokProcess potok = PotokProcess.start(jar, data, environment)) {
        model.script(Script.numbered(rate).rate(1_000_000));
        run(potok, Math.min(streams, 20), rate);
        model.script(Script.numbered(rate * seconds).rate(rate));
        Duration before = processorTime(potok);
        long begin = System.nanoTime();
        List<StreamCheck> checks = run(potok, streams, rate * seconds);
        double wall = (System.nanoTime() - begin) / 1e9;
        Duration spent = processorTime(potok).minus(before);
        print(checks, rate * seconds, wall, spent, residentKilobytes(potok));
      }
    }
  }

  private static List<StreamCheck> run(PotokProcess potok, int streams, int tokens)
      throws Exception {
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

  private static void print(
      List<StreamCheck> checks, int tokens, double wall, Duration spent, long resident) {
    long whole = checks.stream().filter(StreamCheck::isWhole).count();
    long relayed = checks.stream().mapToLong(StreamCheck::tokens).sum();
    long events = checks.stream().mapToLong(StreamCheck::events).sum();
    double[] first = checks.stream().mapToDouble(StreamCheck::firstTokenMillis).sorted().toArray();
    IO.println("streams           " + checks.size() + " of " + tokens + " tokens");
    IO.println("whole, in order   " + whole + " of " + checks.size());
    IO.println("tokens relayed    " + relayed + " in " + events + " events, " + round(wall) + " s");
    IO.println("processor time    " + round(spent.toNanos() / 1e9) + " s");
    IO.println("per token         " + round(spent.toNanos() / 1e3 / relayed) + " µs");
    IO.println(
        "first token       p50 "
            + round(at(first, 0.5))
            + " ms, p99 "
            + round(at(first, 0.99))
            + " ms");
    IO.println("resident memory   " + resident / 1024 + " MiB");
    checks.stream().filter(check -> !check.isWhole()).limit(5).forEach(IO::println);
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static Duration processorTime(PotokProcess potok) {
    return ProcessHandle.of(potok.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** What Linux says of the process; 0 elsewhere. */
  private static long residentKilobytes(PotokProcess potok) throws Exception {
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

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
