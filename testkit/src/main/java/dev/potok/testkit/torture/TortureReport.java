package dev.potok.testkit.torture;

import dev.potok.testkit.torture.Tally.Count;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;

/** Writes the figures of a run down, as a table in Markdown. */
final class TortureReport {

  private TortureReport() {}

  /** The table. */
  static String figures(Torture.Plan plan, Torture.Result result, Tally tally) {
    StringBuilder table = new StringBuilder("| what | measured |\n|---|---|\n");
    long last = plan.firstSeed() + result.seeds() - 1;
    row(table, "seeds", result.seeds() + " (" + plan.firstSeed() + " to " + last + ")");
    row(table, "wall time", time(result.wall()));
    row(table, "kill -9 of the server", count(tally, Count.KILLS));
    row(table, "connections of readers cut", count(tally, Count.CUTS));
    row(table, "resumes", count(tally, Count.RESUMES));
    row(table, "sends accepted", count(tally, Count.SENDS));
    row(table, "repeats of a send", count(tally, Count.REPEATED_SENDS));
    row(table, "answers begun", count(tally, Count.ANSWERS));
    row(table, "stops acknowledged", count(tally, Count.STOPS));
    row(table, "deletions acknowledged", count(tally, Count.DELETIONS));
    row(table, "further versions asked for", count(tally, Count.FURTHER_VERSIONS));
    row(table, "events seen by readers", count(tally, Count.EVENTS));
    if (!plan.outage().isZero()) {
      row(table, "longest outage", time(plan.outage()));
    }
    row(
        table,
        "resume, request to first event (" + tally.measuredResumes() + " measured)",
        String.format(
            Locale.ROOT,
            "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
            tally.resumeMillis(0.5),
            tally.resumeMillis(0.95),
            tally.resumeMillis(0.99)));
    row(table, "rules broken", result.broken().isEmpty() ? "0" : result.broken().toString());
    return table.toString();
  }

  /** The whole report. */
  static String page(String figures, LocalDate day) {
    Runtime machine = Runtime.getRuntime();
    return """
    # A torture run

    Written by `./potok torture` on %s, with %d processors (%s), Java %s, everything on one
    machine: the server, the model, the proxies that cut, and all readers.

    %s
    Every seed has four users with a chat each. They send through connections that are cut, stalled
    and delayed, repeat what may not have arrived, read each answer in up to five places that resume
    by `Last-Event-ID`, a third of the time through `GET /events` as the page does, and stop, delete,
    regenerate and continue, while the server is killed and started again on the same data. Then all
    that was acknowledged and all that any reader saw is held against the rules: no gap, no double,
    one order, the same bytes for all, what was shown is a beginning of what is stored, one end,
    stored as streamed, nothing acknowledged lost, nothing streaming for ever, one answer for a
    repeated send, nothing generated again unasked, tokens numbered up to the cut, no cut answer that
    counts as complete, no end that nobody asked for, every reader at the end.

    The time of a resume is measured by the reader, from before it connects to its first event, where
    the connection is not delayed on purpose; it holds the wait for the model's next token.
    """
        .formatted(
            day,
            machine.availableProcessors(),
            System.getProperty("os.arch"),
            Runtime.version().feature(),
            figures);
  }

  private static String count(Tally tally, Count count) {
    return String.format(Locale.ROOT, "%,d", tally.count(count));
  }

  private static String time(Duration time) {
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  private static void row(StringBuilder table, String what, String measured) {
    table.append("| ").append(what).append(" | ").append(measured).append(" |\n");
  }
}
