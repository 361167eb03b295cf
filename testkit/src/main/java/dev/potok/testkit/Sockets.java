package dev.potok.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** The ways to end a connection. */
final class Sockets {

  private Sockets() {}

  /** Ends a connection with a TCP reset: the other side sees an error and not an end. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Already closed.
    }
    closeQuietly(socket);
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is left to be done for it.
    }
  }
}
