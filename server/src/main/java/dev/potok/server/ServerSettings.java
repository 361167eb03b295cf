package dev.potok.server;

import java.util.List;
import java.util.Set;

/**
 * What a server is told at its start.
 *
 * @param host the address to listen on; only loopback, since there are no accounts yet
 * @param port the port; 0 takes a free one
 * @param corsOrigins the origins of pages elsewhere that may call, such as {@code
 *     https://chat.example.org}
 * @param allowedHosts the names under which the server answers, beside those of loopback
 * @param apiBase where the page finds the API; empty for where the page came from
 * @param version what {@code /health} says
 */
public record ServerSettings(
    String host,
    int port,
    List<String> corsOrigins,
    Set<String> allowedHosts,
    String apiBase,
    String version) {

  /** Where the API's calls begin. */
  public static final String API = "/api/web/v1";

  public ServerSettings {
    corsOrigins = List.copyOf(corsOrigins);
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
