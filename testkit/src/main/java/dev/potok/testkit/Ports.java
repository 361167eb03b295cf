package dev.potok.testkit;

/** The port from the arguments of a server that a person starts by hand. */
final class Ports {

  private Ports() {}

  /**
   * The number behind {@code --port}.
   *
   * @throws IllegalArgumentException if there are other arguments, or it is no port
   */
  static int from(String[] args, int defaultPort) {
    if (args.length == 0) {
      return defaultPort;
    }
    if (args.length == 2 && args[0].equals("--port") && args[1].matches("[0-9]{1,5}")) {
      return Integer.parseInt(args[1]);
    }
    throw new IllegalArgumentException(
        "arguments: " + String.join(" ", args) + " (expected: --port and a number)");
  }
}
