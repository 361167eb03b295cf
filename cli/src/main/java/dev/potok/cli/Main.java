package dev.potok.cli;

import java.util.Map;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code potok}. */
@Command(
    name = "potok",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServeCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CheckCommand.class,
      ParseCommand.class,
      ChatCommand.class,
      ModelsCommand.class,
      RenderCommand.class,
      CompletionCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends with its exit code: 0 for success, 1 for a failure, 2 for misuse. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  private static int run(Map<String, String> environment, String... arguments) {
    return commands(environment, Console.of(environment)).execute(arguments);
  }

  /** The commands, which speak the console's language. */
  static CommandLine commands(Map<String, String> environment, Console console) {
    CommandLine commands =
        new CommandLine(new Main(), new Commands(environment, console))
            .setOut(console.writer())
            .setErr(console.errorWriter())
            .setParameterExceptionHandler(new MisuseReport(console))
            .setExecutionExceptionHandler((e, _, _) -> {
              console.failure(e);
              return CommandLine.ExitCode.SOFTWARE;
            });
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    commands.setResourceBundle(
        ResourceBundle.getBundle(
            "dev.potok.cli.usage", console.language().locale(), Main.class.getModule()));
    return commands;
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
      if (type == ChatCommand.class) {
        return type.cast(new ChatCommand(environment, console));
      }
      if (type == ModelsCommand.class) {
        return type.cast(new ModelsCommand(environment, console));
      }
      if (type == RenderCommand.class) {
        return type.cast(new RenderCommand(console, System.in, System.out));
      }
      if (type == CompletionCommand.class) {
        return type.cast(new CompletionCommand(System.out));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
