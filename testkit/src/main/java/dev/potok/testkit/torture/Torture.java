package dev.potok.testkit.torture;

import dev.potok.testkit.ShortRun;
import dev.potok.testkit.history.Rule;
import dev.potok.testkit.history.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs seeds until enough has been killed and cut, or the time is over, or a rule is broken. */
public final class Torture {

  /**
   * What is to be done.
   *
   * @param launch Java's arguments up to the main class or the jar of Potok
   * @param folder an empty folder, which the caller removes
   * @param firstSeed the first seed; the others follow it
   * @param seeds how many seeds at least
   * @param kills how many kills at least
   * @param cuts how many cut connections of readers at least
   * @param atMost after how long no further seed begins
   * @param outage how long the server stays away, once, in the middle; zero for not at all
   */
  public record Plan(
      List<String> launch,
      Path folder,
      long firstSeed,
      int seeds,
      int kills,
      int cuts,
      Duration atMost,
      Duration outage) {
    public Plan {
      launch = List.copyOf(launch);
    }
  }

  /**
   * What came of it.
   *
   * @param seeds how many seeds were run
   * @param broken the rules that were broken by the last seed; none if all is well
   * @param failure what a person needs to understand it; empty if all is well
   */
  public record Result(int seeds, Duration wall, Set<Rule> broken, String failure) {}

  /** Is told after each seed. */
  public interface Progress {
    void after(int seeds, Tally tally, Duration wall);
  }

  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  private Torture() {}

  /**
   * Java's arguments for a jar that is started often: as the script has them, with less compiling.
   *
   * @param folder where an archive of loaded classes may lie
   */
  public static List<String> launch(Path jar, Path folder) {
    return ShortRun.ofJar(
        jar,
        "-XX:+AutoCreateSharedArchive",
        ARCHIVE + folder.resolve("potok.jsa"),
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off");
  }

  /** How many times a seed has the server killed: one and a half times on average. */
  static int killsOf(long seed) {
    return 1 + (int) Math.floorMod(seed, 2L);
  }

  /** Runs the plan. */
  public static Result run(Plan plan, Tally tally, Progress progress) throws InterruptedException {
    long begin = System.nanoTime();
    try (Arena arena = new Arena(plan.launch(), plan.folder(), tally)) {
      if (plan.launch().stream().anyMatch(option -> option.startsWith(ARCHIVE))) {
        arena.warmUp();
      }
      boolean outageDone = plan.outage().isZero();
      int seeds = 0;
      Duration wall = Duration.ZERO;
      while (seeds == 0 || (!isEnough(plan, tally, seeds) && wall.compareTo(plan.atMost()) < 0)) {
        boolean now = !outageDone && 2 * tally.count(Tally.Count.KILLS) >= plan.kills();
        long seed = plan.firstSeed() + seeds;
        SeedRun run = new SeedRun(arena, seed, killsOf(seed), now ? plan.outage() : Duration.ZERO);
        outageDone |= now;
        List<Violation> violations = run.run();
        seeds++;
        wall = Duration.ofNanos(System.nanoTime() - begin);
        progress.after(seeds, tally, wall);
        if (!violations.isEmpty()) {
          return new Result(seeds, wall, rules(violations), describe(run, violations, arena));
        }
      }
      return new Result(seeds, wall, EnumSet.noneOf(Rule.class), "");
    }
  }

  private static boolean isEnough(Plan plan, Tally tally, int seeds) {
    return seeds >= plan.seeds()
        && tally.count(Tally.Count.KILLS) >= plan.kills()
        && tally.count(Tally.Count.CUTS) >= plan.cuts();
  }

  private static Set<Rule> rules(List<Violation> violations) {
    return violations.stream()
        .map(Violation::rule)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
  }

  private static String describe(SeedRun run, List<Violation> violations, Arena arena) {
    return violations.size()
        + " violations: "
        + violations.stream().map(Violation::toString).limit(10).collect(Collectors.joining("\n  "))
        + "\n\nThe first one:\n"
        + run.describe(violations.getFirst())
        + "\nThe server has printed:\n"
        + arena.output();
  }
}
