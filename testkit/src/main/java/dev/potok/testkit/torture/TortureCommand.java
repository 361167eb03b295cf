package dev.potok.testkit.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code ./potok torture}: runs seeds, shows how far it is, and writes a report. */
public final class TortureCommand {
  private static final int BAR = 30;

  private TortureCommand() {}

  /** Exits with 1 if a rule was broken, with 2 if the arguments are wrong. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    TortureOptions options;
    try {
      options = TortureOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    // Whoever interrupts the torture shall not find its server running.
    Thread ending =
        new Thread(
            () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly));
    Runtime.getRuntime().addShutdownHook(ending);
    System.exit(run(options) ? 0 : 1);
  }

  private static boolean run(TortureOptions options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("potok-torture");
    try {
      // A build that goes on meanwhile must not change what is tested.
      Path jar = folder.resolve("potok.jar");
      Files.copy(options.jar(), jar, StandardCopyOption.REPLACE_EXISTING);
      Torture.Plan plan =
          new Torture.Plan(
              Torture.launch(jar, folder),
              folder,
              options.seed(),
              options.seeds(),
              options.kills(),
              options.cuts(),
              options.atMost(),
              options.outage());
      Tally tally = new Tally();
      Torture.Result result =
          Torture.run(plan, tally, (seeds, now, wall) -> show(plan, seeds, now, wall));
      System.err.println();
      String figures = TortureReport.figures(plan, result, tally);
      IO.println(figures);
      if (!result.failure().isEmpty()) {
        IO.println(result.failure());
      } else if (options.report().isPresent()) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Files.writeString(options.report().get(), TortureReport.page(figures, today));
      }
      return result.failure().isEmpty();
    } finally {
      delete(folder);
    }
  }

  private static void show(Torture.Plan plan, int seeds, Tally tally, Duration wall) {
    long kills = tally.count(Tally.Count.KILLS);
    long cuts = tally.count(Tally.Count.CUTS);
    double done =
        Math.min(
            share(seeds, plan.seeds()),
            Math.min(share(kills, plan.kills()), share(cuts, plan.cuts())));
    int filled = (int) (done * BAR);
    System.err.printf(
        Locale.ROOT,
        "\r[%s%s] %3.0f %%  seed %d  kills %d/%d  cuts %d/%d  %d:%02d ",
        "#".repeat(filled),
        "-".repeat(BAR - filled),
        100 * done,
        plan.firstSeed() + seeds - 1,
        kills,
        plan.kills(),
        cuts,
        plan.cuts(),
        wall.toMinutes(),
        wall.toSecondsPart());
  }

  private static double share(long done, long wanted) {
    return wanted == 0 ? 1 : Math.min(1, (double) done / wanted);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
