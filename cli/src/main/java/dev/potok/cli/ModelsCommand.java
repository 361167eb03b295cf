package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import dev.potok.client.PotokClient;
import dev.potok.protocol.ModelRead;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the models that a running server offers. */
@Command(
    name = "models",
    description = "List the models that a running server offers; * marks the default.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Console console;

  @Mixin private ServerOption server = new ServerOption();

  ModelsCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() {
    try (PotokClient client = server.client(environment, console).build()) {
      for (ModelRead model : client.models()) {
        console.print((model.isDefault() ? "* " : "  ") + SafeText.line(model.id()) + "\n");
      }
      return 0;
    }
  }
}
