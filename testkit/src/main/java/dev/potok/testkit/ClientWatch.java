package dev.potok.testkit;

import java.io.IOException;
import java.io.PushbackInputStream;

/**
 * Watches, while a response is written, whether the client closes the connection: reads one byte,
 * which is either the end or the beginning of the next request and then put back.
 */
final class ClientWatch {
  private final Thread thread;
  private volatile boolean another;

  private ClientWatch(PushbackInputStream in, Runnable onClosed) {
    this.thread = Thread.ofVirtual().unstarted(() -> watch(in, onClosed));
  }

  /** Begins to read; until {@link #awaitAnother} has returned nobody else may. */
  static ClientWatch start(PushbackInputStream in, Runnable onClosed) {
    ClientWatch watch = new ClientWatch(in, onClosed);
    watch.thread.start();
    return watch;
  }

  /** Waits for the client: true if a further request has begun, false if it has closed. */
  boolean awaitAnother() throws InterruptedException {
    thread.join();
    return another;
  }

  private void watch(PushbackInputStream in, Runnable onClosed) {
    try {
      int b = in.read();
      if (b >= 0) {
        in.unread(b);
        another = true;
        return;
      }
    } catch (IOException e) {
      // A reset is a close too.
    }
    onClosed.run();
  }
}
