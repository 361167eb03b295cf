package dev.potok.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that nobody has a reason to ask; it counts who does. */
final class CanaryServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();

  CanaryServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (true) {
      try {
        socket.accept().close();
        connections.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Where it is asked, with a slash at the end. */
  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
