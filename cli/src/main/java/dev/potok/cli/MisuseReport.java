package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong about a command line, in the console's language: picocli's own sentences are
 * English and never shown.
 */
final class MisuseReport implements IParameterExceptionHandler {
  private final Console console;

  MisuseReport(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(SafeText.of(sentence(e)));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        err.println(console.text("misuse_perhaps", String.join(", ", meant)));
      }
    }
    Help help = command.getHelp();
    err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
    err.println(console.text("misuse_help", command.getCommandSpec().qualifiedName()));
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private String sentence(ParameterException e) {
    return switch (e) {
      case Misuse own -> String.valueOf(own.getMessage());
      case UnmatchedArgumentException unmatched ->
          console.text(
              unmatched.isUnknownOption() ? "misuse_unknown_option" : "misuse_unexpected",
              String.join(" ", unmatched.getUnmatched()));
      case MissingParameterException missing -> missing(missing);
      case OverwrittenOptionException twice ->
          console.text("misuse_twice", name(twice.getOverwritten()));
      case MutuallyExclusiveArgsException _ ->
          console.text("misuse_exclusive", names(e.getCommandLine().getCommandSpec().args()));
      default -> other(e);
    };
  }

  /** picocli has one exception for an option without its value and for what is not there at all. */
  private String missing(MissingParameterException e) {
    List<ArgSpec> missing = e.getMissing();
    if (missing.size() == 1 && missing.getFirst() instanceof OptionSpec option) {
      return console.text("misuse_no_value", name(option), option.paramLabel());
    }
    return console.text("misuse_missing", names(missing));
  }

  private String other(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    String value = e.getValue();
    if (argument != null && value != null) {
      return console.text("misuse_value", name(argument), value, expected(argument.type()));
    }
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    boolean wantsCommand = !spec.subcommands().isEmpty();
    return console.text(wantsCommand ? "misuse_no_command" : "misuse_other");
  }

  private String expected(Class<?> type) {
    if (type.isEnum()) {
      String names =
          Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      return console.text("expected_one_of", names);
    }
    if (type == Boolean.class || type == boolean.class) {
      return console.text("expected_no_value");
    }
    boolean isNumber = Number.class.isAssignableFrom(type);
    return console.text(isNumber ? "expected_number" : "expected_file");
  }

  private static String names(Collection<ArgSpec> arguments) {
    return arguments.stream().map(MisuseReport::name).collect(Collectors.joining(", "));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
