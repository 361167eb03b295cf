package dev.potok.benchmarks;

import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Many streams at once through one real Potok process: each is checked for loss and order, and the
 * processor time of the server is divided by the tokens that it relayed. The model server and the
 * readers run in this process, so their cost is not counted.
 *
 * <p>{@code Relay JAR [streams [tokens per second [seconds]]]}, by default 200, 50 and 20; {@code
 * unlogged} instead of the jar measures {@link UnloggedServer}. The system property {@code
 * server.options} gives the server's JVM other options.
 */
public final class Relay {

  // Enough to have the server's hot code compiled before it is measured.
  private static final int WARM_UP_STREAMS = 50;
  private static final int WARM_UP_TOKENS = 2_000;
  private static final int FAST = 1_000;

  private Relay() {}

  /** Runs one measurement and prints it. */
  public static void main(String[] arguments) throws Exception {
    int streams = number(arguments, 1, 200);
    int rate = number(arguments, 2, 50);
    int seconds = number(arguments, 3, 20);
    Path data = Files.createTempDirectory("potok-relay");
    try (ScriptedModelServer model = ScriptedModelServer.start();
        RelayServer potok =
            arguments[0].equals("unlogged")
                ? RelayServer.startUnlogged(data, model)
                : RelayServer.start(Path.of(arguments[0]), data, model)) {
      model.script(Script.numbered(WARM_UP_TOKENS).rate(FAST));
      potok.run(WARM_UP_STREAMS, WARM_UP_TOKENS);
      model.script(Script.numbered(rate * seconds).rate(rate));
      Duration before = potok.processorTime();
      long begin = System.nanoTime();
      List<StreamCheck> checks = potok.run(streams, rate * seconds);
      double wall = (System.nanoTime() - begin) / 1e9;
      Duration spent = potok.processorTime().minus(before);
      print(checks, rate * seconds, wall, spent, potok.residentKibibytes());
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

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
