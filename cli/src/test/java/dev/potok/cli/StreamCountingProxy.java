package dev.potok.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A TCP proxy in front of a server on 127.0.0.1 that knows which of its connections carry a stream
 * just now: a browser keeps others open for its next requests, and those count for nothing.
 */
final class StreamCountingProxy implements AutoCloseable {
  private static final Pattern LONG_REQUEST =
      Pattern.compile("^(GET|POST) \\S+/(events|stream|regenerate|continue)[? ]");
  private static final String END_OF_CHUNKS = "0\r\n\r\n";

  private final ServerSocket socket;
  private final int targetPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger eventStreams = new AtomicInteger();
  private final AtomicInteger mostEventStreams = new AtomicInteger();

  private StreamCountingProxy(ServerSocket socket, int targetPort) {
    this.socket = socket;
    this.targetPort = targetPort;
  }

  static StreamCountingProxy start(int targetPort) {
    try {
      ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      StreamCountingProxy proxy = new StreamCountingProxy(socket, targetPort);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  /** How many connections carry a stream of any kind now. */
  int streams() {
    return streams.get();
  }

  /** How many connections carried {@code /events} at one time, at most. */
  int mostEventStreams() {
    return mostEventStreams.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> new Connection().serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(socket);
    open.forEach(StreamCountingProxy::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      // It is of no more use either way.
    }
  }

  /** One connection and the stream that it carries, if it does. */
  private final class Connection {
    private String streaming = "";

    void serve(Socket client) {
      open.add(client);
      try (client;
          Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
        target.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        Thread up =
            Thread.ofVirtual()
                .start(() -> {
                  copy(client, target, true);
                  closeQuietly(target);
                });
        copy(target, client, false);
        up.interrupt();
      } catch (IOException e) {
        // Either side has gone.
      } finally {
        ended();
        open.remove(client);
      }
    }

    private void copy(Socket from, Socket to, boolean isRequest) {
      byte[] buffer = new byte[16 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          String text = new String(buffer, 0, n, ISO_8859_1);
          if (isRequest) {
            requested(text);
          } else if (text.endsWith(END_OF_CHUNKS)) {
            ended();
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // Said to the other side by closing.
      }
      if (isRequest) {
        ended();
      }
    }

    private synchronized void requested(String text) {
      var matcher = LONG_REQUEST.matcher(text);
      if (matcher.find()) {
        ended();
        streaming = matcher.group(2);
        streams.incrementAndGet();
        if (streaming.equals("events")) {
          mostEventStreams.accumulateAndGet(eventStreams.incrementAndGet(), Math::max);
        }
      }
    }

    private synchronized void ended() {
      if (!streaming.isEmpty()) {
        streams.decrementAndGet();
        if (streaming.equals("events")) {
          eventStreams.decrementAndGet();
        }
        streaming = "";
      }
    }
  }
}
