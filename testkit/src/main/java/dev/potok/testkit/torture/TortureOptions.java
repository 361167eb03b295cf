package dev.potok.testkit.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person asks of the torture on the command line.
 *
 * @param jar the jar of Potok
 * @param seed the first seed
 * @param seeds how many seeds at least
 * @param kills how many kills at least
 * @param cuts how many cut connections at least
 * @param atMost after how long no further seed begins
 * @param outage how long the server stays away once
 * @param report where to write the report
 */
record TortureOptions(
    Path jar,
    long seed,
    int seeds,
    int kills,
    int cuts,
    Duration atMost,
    Duration outage,
    Optional<Path> report) {

  // What the design promises, and where the evidence of it lies.
  private static final int FULL_KILLS = 500;
  private static final int FULL_CUTS = 10_000;
  private static final Path REPORT = Path.of("docs", "torture.md");

  static final String USAGE =
      """
      ./potok torture [--kills N] [--cuts N] [--seed N] [--seeds N] [--minutes N]
                      [--outage 5m] [--report FILE]
        --kills, --cuts, --seeds   how much at least (default: 30 kills, 600 cuts, 1 seed)
        --seed                     the first seed (default: 1)
        --minutes                  no further seed begins after this (default: 60)
        --outage                   the server stays away once for so long: 30s, 5m
        --report                   write the figures there, in Markdown; a run of at least 500 kills
                                   and 10000 cuts writes docs/torture.md
      """;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if one is unknown or wrong; the message says what is expected
   */
  static TortureOptions parse(String[] arguments) {
    Path jar = Path.of("cli", "target", "potok.jar");
    long seed = 1;
    int seeds = 1;
    int kills = 30;
    int cuts = 600;
    Duration atMost = Duration.ofMinutes(60);
    Duration outage = Duration.ZERO;
    Optional<Path> report = Optional.empty();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + ": nothing follows (expected: a value)");
      }
      String value = arguments[i + 1];
      switch (name) {
        case "--jar" -> jar = Path.of(value);
        case "--seed" -> seed = number(name, value);
        case "--seeds" -> {
          seeds = (int) number(name, value);
          // Whoever asks for seeds alone wants no more than these.
          kills = has(arguments, "--kills") ? kills : 0;
          cuts = has(arguments, "--cuts") ? cuts : 0;
        }
        case "--kills" -> kills = (int) number(name, value);
        case "--cuts" -> cuts = (int) number(name, value);
        case "--minutes" -> atMost = Duration.ofMinutes(number(name, value));
        case "--outage" -> outage = duration(name, value);
        case "--report" -> report = Optional.of(Path.of(value));
        default ->
            throw new IllegalArgumentException(name + ": unknown (expected:\n" + USAGE + ")");
      }
    }
    boolean full = kills >= FULL_KILLS && cuts >= FULL_CUTS;
    return new TortureOptions(
        jar,
        seed,
        seeds,
        kills,
        cuts,
        atMost,
        outage,
        full ? report.or(() -> Optional.of(REPORT)) : report);
  }

  private static boolean has(String[] arguments, String name) {
    for (String argument : arguments) {
      if (argument.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static long number(String name, String value) {
    if (value.matches("[0-9]{1,9}")) {
      return Long.parseLong(value);
    }
    throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 999999999)");
  }

  private static Duration duration(String name, String value) {
    if (!value.matches("[0-9]{1,4}[sm]")) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 30s, 5m)");
    }
    long number = Long.parseLong(value.substring(0, value.length() - 1));
    return value.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
