package dev.potok.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on 127.0.0.1 and gives each connection a thread of its own. A connection is closed when
 * its handler returns, and all are closed with the server. Thread-safe.
 */
final class TcpServer implements AutoCloseable {

  /** Serves one connection until it returns or fails. */
  @FunctionalInterface
  interface Handler {
    void handle(Socket socket) throws IOException;
  }

  /** Connections that wait to be accepted; a load test opens many at once. */
  private static final int BACKLOG = 1024;

  private final ServerSocket listener;
  private final Handler handler;
  private final ThreadFactory threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  private TcpServer(ServerSocket listener, Handler handler, ThreadFactory threads) {
    this.listener = listener;
    this.handler = handler;
    this.threads = threads;
  }

  /**
   * Begins to listen.
   *
   * @param port the port; 0 for any that is free
   * @throws UncheckedIOException if the port cannot be had
   */
  static TcpServer start(int port, Handler handler) {
    return start(port, handler, Thread.ofVirtual().factory());
  }

  /** The same with other threads, for a handler that a virtual one cannot run. */
  static TcpServer start(int port, Handler handler, ThreadFactory threads) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      TcpServer server = new TcpServer(listener, handler, threads);
      Thread.ofVirtual().name("accept-" + listener.getLocalPort()).start(server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + ": " + e.getMessage(), e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections were ever accepted. */
  int acceptedConnections() {
    return accepted.get();
  }

  int openConnections() {
    return open.size();
  }

  /** Closes every open connection at once, with a reset instead of an orderly end. */
  void resetAll() {
    open.forEach(Sockets::reset);
  }

  @Override
  public void close() {
    Sockets.closeQuietly(listener);
    open.forEach(Sockets::closeQuietly);
  }

  private void acceptAll() {
    while (true) {
      Socket socket;
      try {
        socket = listener.accept();
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        // The listener was closed; nothing else ends accept on a loopback socket.
        return;
      }
      accepted.incrementAndGet();
      open.add(socket);
      threads.newThread(() -> serve(socket)).start();
      if (listener.isClosed()) {
        Sockets.closeQuietly(socket);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      handler.handle(socket);
    } catch (IOException e) {
      // The other side went away, which is an everyday end for a test's server.
    } finally {
      open.remove(socket);
    }
  }
}
