package dev.potok.testkit.torture;

import dev.potok.testkit.history.History;
import java.time.Duration;

/**
 * Where the clients of one seed work.
 *
 * @param arena the server
 * @param history what they write down
 * @param longest how long a client tries before it gives up
 */
record Site(Arena arena, History history, Duration longest) {

  Tally tally() {
    return arena.tally();
  }

  int port() {
    return arena.port();
  }
}
