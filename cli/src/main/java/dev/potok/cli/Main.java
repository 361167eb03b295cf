package dev.potok.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code potok}. */
@Command(
    name = "potok",
    description = "A self-hosted AI chat that streams.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServeCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CheckCommand.class,
      ParseCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends with its exit code: 0 for success, 1 for a failure, 2 for misuse. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  private static int run(Map<String, String> environment, String... arguments) {
    Console console = Console.of(environment);
    CommandLine commands =
        new CommandLine(new Main(), new Commands(environment, console))
            .setExecutionExceptionHandler((e, _, _) -> {
              console.failure(e);
              return CommandLine.ExitCode.SOFTWARE;
            });
    return commands.execute(arguments);
  }

  /** Makes the commands with what they need. */
  private record Commands(Map<String, String> environment, Console console)
      implements CommandLine.IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == ServeCommand.class) {
        return type.cast(new ServeCommand(environment, console));
      }
      if (type == BackupCommand.class) {
        return type.cast(new BackupCommand(environment, console));
      }
      if (type == RestoreCommand.class) {
        return type.cast(new RestoreCommand(environment, console));
      }
      if (type == CheckCommand.class) {
        return type.cast(new CheckCommand(environment, console));
      }
      if (type == ParseCommand.class) {
        return type.cast(new ParseCommand(console, System.in, System::nanoTime));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
