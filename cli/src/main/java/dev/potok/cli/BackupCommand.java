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
@Command(
    name = "backup",
    description = "Write all data into one file, also while the server runs.",
    mixinStandardHelpOptions = true,
    footer = "%nThe folder can also be given as POTOK_DATA_DIR, the configuration as POTOK_CONFIG.")
final class BackupCommand implements Callable<Integer> {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Map<String, String> environment;
  private final Console console;

  @Mixin private final DataFolderOptions folder = new DataFolderOptions();

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @Parameters(paramLabel = "FILE", descriptionKey = "file", description = "The backup to write.")
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
