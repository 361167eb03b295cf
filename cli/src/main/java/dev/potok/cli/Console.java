package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.cli.terminal.SafeText;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.Phrases;
import dev.potok.protocol.PotokException;
import dev.potok.storage.BackupException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** What the program says at the console, in the language of its user. */
final class Console {
  private final Language language;
  private final ResourceBundle texts;
  private final PrintStream out;
  private final PrintStream err;

  private Console(Language language, PrintStream out, PrintStream err) {
    this.language = language;
    this.texts =
        ResourceBundle.getBundle(
            "dev.potok.cli.console", language.locale(), Console.class.getModule());
    this.out = writing(language, out);
    this.err = writing(language, err);
  }

  /**
   * Where the system names no character set that holds the language, as under {@code LANG=C},
   * terminals and logs still read UTF-8; a line of question marks nobody can read.
   */
  private static PrintStream writing(Language language, PrintStream stream) {
    String letters = language == Language.RUSSIAN ? "я…" : "…";
    return stream.charset().newEncoder().canEncode(letters)
        ? stream
        : new PrintStream(stream, true, UTF_8);
  }

  /**
   * A console in the language of the environment: {@code LC_ALL}, {@code LC_MESSAGES}, {@code
   * LANG}.
   */
  static Console of(Map<String, String> environment) {
    // "If the LC_ALL environment variable is set to a non-empty string", and so on (POSIX, 8.2).
    String locale =
        Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    boolean russian = locale.toLowerCase(Locale.ROOT).startsWith("ru");
    return of(russian ? Language.RUSSIAN : Language.ENGLISH, System.out, System.err);
  }

  /** A console that writes to the given streams. */
  static Console of(Language language, PrintStream out, PrintStream err) {
    return new Console(language, out, err);
  }

  /** The same console in another language. */
  Console in(Language other) {
    return new Console(other, out, err);
  }

  Language language() {
    return language;
  }

  void say(String key, Object... arguments) {
    out.println(text(key, arguments));
    out.flush();
  }

  void warn(String key, Object... arguments) {
    err.println(text(key, arguments));
    err.flush();
  }

  /** Writes a sentence that says what is wrong. */
  void complain(String sentence) {
    err.println(sentence);
    err.flush();
  }

  /** What Potok itself has found wrong is said in a line; anything else with its trace. */
  void failure(Throwable e) {
    if (e instanceof BackupException backup) {
      warn(
          "backup_" + backup.reason().name().toLowerCase(Locale.ROOT),
          backup.path().toString(),
          String.valueOf(e.getMessage()));
    } else if (e instanceof InvalidFieldException field) {
      String expected = Phrases.text(language, field.expected());
      warn("failed", text("misuse_value", field.field(), field.value(), expected));
    } else if (e instanceof PotokException) {
      warn("failed", String.valueOf(e.getMessage()));
    } else {
      warn("failed", e.toString());
      e.printStackTrace(err);
    }
  }

  /** How its letters are written. */
  Charset charset() {
    return out.charset();
  }

  /** Where more than a text is written to. */
  PrintWriter writer() {
    return new PrintWriter(out, true, out.charset());
  }

  /** Where more than a warning is written to. */
  PrintWriter errorWriter() {
    return new PrintWriter(err, true, err.charset());
  }

  /** Writes a text as it is. */
  void print(String text) {
    out.print(text);
    out.flush();
  }

  /**
   * A text of the console's language. What is filled in may come from anywhere, and commands no
   * terminal.
   */
  String text(String key, Object... arguments) {
    Object[] safe = Arrays.stream(arguments).map(Console::safe).toArray();
    return new MessageFormat(texts.getString(key), language.locale()).format(safe);
  }

  private static Object safe(Object argument) {
    return argument instanceof String text ? SafeText.of(text) : argument;
  }
}
