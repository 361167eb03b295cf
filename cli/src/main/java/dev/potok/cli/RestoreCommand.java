package dev.potok.cli;

import dev.potok.storage.BackupException;
import dev.potok.storage.SqliteRestore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the data. */
@Command(name = "restore", mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Console console;

  @Mixin private final DataFolderOptions folder = new DataFolderOptions();

  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  private Path file = Path.of("");

  RestoreCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() {
    Logging.configure();
    Settings.Place place = folder.place(environment, console);
    Console speaking = console.in(place.language());
    SqliteRestore restore =
        new SqliteRestore(
            file,
            place.dataFolder(),
            Clock.systemUTC(),
            step -> speaking.say("restore_" + step.name().toLowerCase(Locale.ROOT)));
    try {
      Optional<Path> old = restore.run();
      speaking.say("data", place.dataFolder().toString());
      old.ifPresent(path -> speaking.say("restore_old", path.toString()));
      return CommandLine.ExitCode.OK;
    } catch (BackupException e) {
      speaking.failure(e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
