package dev.potok.cli;

import dev.potok.storage.BackupException;
import dev.potok.storage.SqliteBackup;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes all data into one file, also while a server runs. */
@Command(name = "backup", mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Map<String, String> environment;
  private final Console console;

  @Mixin private final DataFolderOptions folder = new DataFolderOptions();

  @Option(names = "--force")
  private boolean force;

  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  private Path file = Path.of("");

  BackupCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() {
    Logging.configure();
    Settings.Place place = folder.place(environment, console);
    Console speaking = console.in(place.language());
    try {
      long bytes = SqliteBackup.write(place.dataFolder(), file, force);
      speaking.say("backup_written", file.toString(), bytes / BYTES_PER_MEGABYTE);
      return CommandLine.ExitCode.OK;
    } catch (BackupException e) {
      speaking.failure(e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
