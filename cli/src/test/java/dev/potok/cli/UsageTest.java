package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

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
