package dev.potok.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for the servers of tests. */
public final class Ports {

  /**
   * The first and the last port that is given. They lie below what systems take for the near ends
   * of connections (Linux: from 32768 on): a connection could else have the port of a server that
   * is down, and keep it from coming back.
   */
  static final int FIRST = 20_000;

  static final int LAST = 32_000;

  private static final int ATTEMPTS = 100;

  private Ports() {}

  /**
   * A port of this machine that nobody listens on. It stays so most likely, since the next call
   * gives any other.
   *
   * @throws IllegalStateException if none is found
   */
  public static int free() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: another one.
      }
    }
    throw new IllegalStateException(
        "no free port in "
            + ATTEMPTS
            + " attempts (expected: one from "
            + FIRST
            + " to "
            + LAST
            + ")");
  }

  /**
   * The number behind {@code --port}, from the arguments of a server that a person starts by hand.
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
