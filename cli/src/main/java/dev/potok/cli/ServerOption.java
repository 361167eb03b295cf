package dev.potok.cli;

import dev.potok.client.PotokClient;
import dev.potok.engine.InvalidFieldException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running server a command talks to. */
final class ServerOption {

  @Option(names = "--server", paramLabel = "URL")
  private @Nullable String server;

  /** The address by the option, the environment, or the port that a server here would take. */
  URI address(Map<String, String> environment, Console console) {
    String given = server == null ? environment.getOrDefault("POTOK_SERVER", "") : server;
    if (!given.isBlank()) {
      return parsed(given);
    }
    Settings settings =
        Settings.read(
            new Settings.Flags(null, null, null, null),
            environment,
            Path.of(System.getProperty("user.home")),
            console.language());
    return URI.create("http://127.0.0.1:" + settings.server().port());
  }

  /** Begins to make a client of that server, which speaks the console's language. */
  PotokClient.Builder client(Map<String, String> environment, Console console) {
    Locale language = console.language().locale();
    URI address = address(environment, console);
    try {
      return PotokClient.builder(address).language(language);
    } catch (IllegalArgumentException e) {
      throw wrong(address.toString());
    }
  }

  private static URI parsed(String given) {
    try {
      return new URI(given.contains("://") ? given : "http://" + given);
    } catch (URISyntaxException e) {
      throw wrong(given);
    }
  }

  private static InvalidFieldException wrong(String given) {
    return new InvalidFieldException("server", given, "an address such as http://localhost:3000");
  }
}
