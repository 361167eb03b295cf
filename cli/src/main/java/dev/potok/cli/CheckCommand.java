package dev.potok.cli;

import dev.potok.protocol.PotokException;
import dev.potok.storage.SqliteCheck;
import dev.potok.storage.SqliteCheck.Fault;
import dev.potok.storage.SqliteCheck.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for faults in the data, and repairs them if it is told to. */
@Command(name = "check", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int FINE = 0;
  private static final int FAULTS = 1;
  private static final int NOT_CHECKED = 2;

  /** How many faults are shown one by one; the rest are counted. */
  private static final int FAULTS_SHOWN = 100;

  private final Map<String, String> environment;
  private final Console console;

  @Mixin private final DataFolderOptions folder = new DataFolderOptions();

  @Option(names = "--repair")
  private boolean repair;

  CheckCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() {
    Logging.configure();
    Console speaking = console;
    try {
      Settings.Place place = folder.place(environment, console);
      speaking = console.in(place.language());
      return check(place.dataFolder(), speaking);
    } catch (PotokException e) {
      speaking.failure(e);
      return NOT_CHECKED;
    }
  }

  private int check(Path dataFolder, Console speaking) {
    speaking.say("data", dataFolder.toString());
    Report report =
        repair ? SqliteCheck.repair(dataFolder, Clock.systemUTC()) : SqliteCheck.find(dataFolder);
    if (report.isServed()) {
      speaking.say("check_served");
    }
    if (report.isOlder()) {
      speaking.say("check_older");
    }
    show(report.found(), speaking);
    boolean isFine =
        report.found().isEmpty()
            || (!repair && report.found().stream().allMatch(CheckCommand::endsWithTheNextStart));
    if (isFine) {
      speaking.say("check_fine");
      return FINE;
    }
    int repaired = report.found().size() - report.left().size();
    if (repair) {
      speaking.say("check_repaired", Math.max(0, repaired), report.left().size());
      show(report.left(), speaking);
    } else {
      speaking.say("check_found", report.found().size());
    }
    return report.left().isEmpty() ? FINE : FAULTS;
  }

  /**
   * As a server that died, or a backup of one that ran, leaves them: nothing is wrong with that.
   */
  private static boolean endsWithTheNextStart(Fault fault) {
    return fault.kind() == SqliteCheck.Kind.NOT_RUNNING;
  }

  private static void show(List<Fault> faults, Console speaking) {
    for (Fault fault : faults.stream().limit(FAULTS_SHOWN).toList()) {
      speaking.say(
          "fault_" + fault.kind().name().toLowerCase(Locale.ROOT),
          Long.toString(fault.chatId()),
          Long.toString(fault.messageId()),
          fault.detail());
    }
    if (faults.size() > FAULTS_SHOWN) {
      speaking.say("more_faults", faults.size() - FAULTS_SHOWN);
    }
  }
}
