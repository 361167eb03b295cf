package dev.potok.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy in front of a server on 127.0.0.1, whose connections break on command. What it does
 * to the bytes that come from the server is set for all connections at once, those that are open
 * included; bytes to the server pass, unless stalled. {@link #pass} takes every fault away again.
 *
 * <p>Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

  /**
   * What happens to bytes from the server.
   *
   * @param cutAfter how many bytes each connection still carries before it is cut, counted from its
   *     beginning; -1 for no cut
   * @param slice the most bytes passed on at once
   * @param delay the time before each slice
   */
  private record Fault(long cutAfter, Cut cut, int slice, Duration delay, boolean refuses) {
    static final Fault NONE = new Fault(-1, Cut.RESET, Integer.MAX_VALUE, Duration.ZERO, false);
  }

  private static final int BUFFER_BYTES = 16 * 1024;

  private final TcpServer server;
  private final int targetPort;
  private volatile Fault fault = Fault.NONE;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flowing = lock.newCondition();
  private boolean stalled;

  private FaultProxy(int targetPort) {
    this.targetPort = targetPort;
    this.server = TcpServer.start(0, this::serve);
  }

  /** A proxy on a free port in front of the given one; passes all until told otherwise. */
  public static FaultProxy start(int targetPort) {
    return new FaultProxy(targetPort);
  }

  /** The proxy's port. */
  public int port() {
    return server.port();
  }

  /** The proxy's address, without a slash at the end. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** How many connections were ever made, refused ones included. */
  public int acceptedConnections() {
    return server.acceptedConnections();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return server.openConnections();
  }

  /** Passes everything from now on, what was stalled included. */
  public void pass() {
    fault = Fault.NONE;
    stalled(false);
  }

  /** Cuts every open connection now, with a reset. New ones pass. */
  public void cutAll() {
    server.resetAll();
  }

  /** Cuts each connection when it has carried so many bytes from the server, 0 for none. */
  public void cutAfter(long bytes, Cut cut) {
    fault = new Fault(bytes, cut, Integer.MAX_VALUE, Duration.ZERO, false);
  }

  /** Passes nothing in either direction until {@link #pass}; connections stay open. */
  public void stall() {
    stalled(true);
  }

  /** Passes on at most so many bytes at once. */
  public void slice(int bytes) {
    delay(bytes, Duration.ZERO);
  }

  /** Passes on at most so many bytes at once, with a time before each. */
  public void delay(int bytes, Duration each) {
    fault = new Fault(-1, Cut.RESET, bytes, each, false);
  }

  /** Resets every new connection at once; open ones pass. */
  public void refuse() {
    fault = new Fault(-1, Cut.RESET, Integer.MAX_VALUE, Duration.ZERO, true);
  }

  @Override
  public void close() {
    server.close();
    stalled(false);
  }

  private void serve(Socket client) throws IOException {
    if (fault.refuses) {
      Sockets.reset(client);
      return;
    }
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
      target.setTcpNoDelay(true);
      Thread upward = Thread.ofVirtual().start(() -> passUp(client, target));
      Optional<Cut> cut = passDown(target.getInputStream(), client.getOutputStream());
      if (cut.isPresent() && cut.get() == Cut.RESET) {
        Sockets.reset(client);
      }
      Sockets.closeQuietly(client);
      upward.interrupt();
    }
  }

  /** Copies what the client sends; its end or its death is the end of the target's connection. */
  private void passUp(Socket client, Socket target) {
    try {
      InputStream in = client.getInputStream();
      OutputStream out = target.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitFlow();
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // Said to the target by closing.
    }
    Sockets.closeQuietly(target);
  }

  /** Copies what the server sends; gives the cut, if that was the end. */
  private Optional<Cut> passDown(InputStream in, OutputStream out) {
    long carried = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int start = 0; start < n; ) {
          awaitFlow();
          Fault now = fault;
          long allowed = now.cutAfter < 0 ? Long.MAX_VALUE : now.cutAfter - carried;
          if (allowed <= 0) {
            return Optional.of(now.cut);
          }
          int size = (int) Math.min(Math.min(n - start, now.slice), allowed);
          if (now.delay.isPositive()) {
            Thread.sleep(now.delay);
          }
          out.write(buffer, start, size);
          start += size;
          carried += size;
        }
      }
    } catch (IOException | InterruptedException e) {
      // One of the two has gone; the other is closed by the caller.
    }
    return Optional.empty();
  }

  private void stalled(boolean now) {
    lock.lock();
    try {
      stalled = now;
      flowing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitFlow() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (stalled) {
        flowing.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
