package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class UsageTest {
  private static final String LETTERS = "[А-Яа-я]{3}";

  private static List<CommandLine> commands(Language language) {
    CommandLine main = Main.commands(Map.of(), Console.of(language, System.out, System.err));
    List<CommandLine> all = new ArrayList<>(main.getSubcommands().values());
    all.add(main);
    return all;
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyCommandAndOptionIsDescribed(Language language) {
    for (CommandLine command : commands(language)) {
      List<String> texts =
          new ArrayList<>(List.of(command.getCommandSpec().usageMessage().description()));
      for (ArgSpec argument : command.getCommandSpec().args()) {
        texts.addAll(List.of(argument.description()));
      }
      assertThat(texts)
          .as(command.getCommandName())
          .hasSizeGreaterThan(command.getCommandSpec().args().size());
      if (language == Language.RUSSIAN) {
        assertThat(texts)
            .as(command.getCommandName())
            .allSatisfy(text -> assertThat(text).containsPattern(LETTERS));
      }
    }
  }

  @Test
  void bothLanguagesDescribeTheSame() {
    assertThat(usage("ru").keySet()).isEqualTo(usage("en").keySet());
    for (String key : usage("en").keySet()) {
      String english = usage("en").getString(key);
      assertThat(english).as(key).doesNotContainPattern("[А-Яа-я]");
      assertThat(usage("ru").getString(key).isBlank()).as(key).isEqualTo(english.isBlank());
      if (!english.isBlank()) {
        assertThat(usage("ru").getString(key)).as(key).containsPattern("[А-Яа-я]");
      }
    }
  }

  private static ResourceBundle usage(String language) {
    return ResourceBundle.getBundle("dev.potok.cli.usage", Locale.of(language));
  }

  /** Else there are two places for one text, and one of them is forgotten. */
  @Test
  void noTextStandsInTheProgram() {
    for (CommandLine command :
        new CommandLine(Main.commands(Map.of(), Console.of(Map.of())).getCommandSpec())
            .setResourceBundle(new NoTexts())
            .getSubcommands()
            .values()) {
      CommandSpec spec = command.getCommandSpec();
      assertThat(spec.usageMessage().description()).isEmpty();
      assertThat(spec.usageMessage().footer()).isEmpty();
      assertThat(spec.usageMessage().exitCodeList()).isEmpty();
      assertThat(spec.args())
          .filteredOn(argument -> argument.description().length > 0)
          .allMatch(argument ->
              argument instanceof OptionSpec option
                  && (option.usageHelp() || option.versionHelp()));
    }
  }

  private static final class NoTexts extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
      return new Object[0][];
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyCommandTellsItsVersionAsItsHelpPromises(Language language) throws Exception {
    for (CommandLine command : commands(language)) {
      assertThat(command.getCommandSpec().versionProvider())
          .as(command.getCommandName())
          .isNotNull();
      assertThat(command.getCommandSpec().version()).isNotEmpty();
    }
  }

  @Test
  void theHelpOfACommandIsInOneLanguage() {
    for (CommandLine command : commands(Language.RUSSIAN)) {
      assertThat(
              command
                  .getUsageMessage()
                  .lines()
                  .filter(line -> line.matches(".*[a-z]{3,} [a-z]{3,}.*")))
          .as(command.getCommandName())
          .allMatch(line -> line.matches(".*(potok completion|Server-Sent|potok [a-z]+).*"));
    }
  }
}
