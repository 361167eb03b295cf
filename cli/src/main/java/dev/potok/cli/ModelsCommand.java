package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import dev.potok.client.PotokClient;
import dev.potok.client.PotokClientException;
import dev.potok.protocol.ModelRead;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the models that a running server offers. */
@Command(name = "models", mixinStandardHelpOptions = true)
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
    URI address = server.address(environment, console);
    try (PotokClient client = server.client(environment, console).build()) {
      for (ModelRead model : client.models()) {
        console.print((model.isDefault() ? "* " : "  ") + SafeText.line(model.id()) + "\n");
      }
      return 0;
    } catch (PotokClientException e) {
      console.complain(new ClientFailure(console, address).sentence(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
