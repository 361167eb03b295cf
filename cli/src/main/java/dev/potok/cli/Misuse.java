package dev.potok.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command line that picocli takes and the command does not; said in the console's language. */
final class Misuse extends ParameterException {
  private static final long serialVersionUID = 1L;

  private Misuse(CommandSpec spec, String sentence) {
    super(spec.commandLine(), sentence);
  }

  /**
   * What is wrong about a command line.
   *
   * @param spec what picocli has given to the command
   * @throws IllegalStateException if it has given nothing
   */
  static Misuse of(@Nullable CommandSpec spec, String sentence) {
    if (spec == null) {
      throw new IllegalStateException("picocli has not made this command: " + sentence);
    }
    return new Misuse(spec, sentence);
  }

  /** A value that is not acceptable, beside what would be. */
  static Misuse value(
      @Nullable CommandSpec spec, Console console, String name, String value, String expected) {
    return of(spec, console.text("misuse_value", name, value, expected));
  }
}
