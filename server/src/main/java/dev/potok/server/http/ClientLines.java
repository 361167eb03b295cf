package dev.potok.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ClientLine} into each connection, where the server reads what clients send, and a
 * {@link ClientWriter}, where it writes. All requests of a connection are handled by the
 * connection's own thread, so that thread knows its line. Thread-safe.
 */
public final class ClientLines implements ServerConnectionSelector {
  private final ReaderWatch watch;
  private final ServerConnectionSelector http1 =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();

  /** Of this server alone; each thread of a connection ends with the connection. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable ClientLine> ofThread = new ThreadLocal<>();

  /** Lines of a server that is about to start; what it writes to them is watched. */
  public ClientLines(ReaderWatch watch) {
    this.watch = watch;
  }

  /**
   * The line of the request that the calling thread handles.
   *
   * @throws IllegalStateException if it handles none
   */
  public ClientLine current() {
    ClientLine line = ofThread.get();
    if (line == null) {
      throw new IllegalStateException("not the thread of a connection");
    }
    return line;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  /** Whatever it is: nothing else is spoken here, and what is none of it is told so. */
  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    OlderHttp older = new OlderHttp(authority(context.localPeer()));
    ClientWriter out = new ClientWriter(context.dataWriter(), watch, older);
    ClientLine line = new ClientLine(context.dataReader(), out, older);
    ofThread.set(line);
    return http1.connection(new LineContext(context, line, out));
  }

  /** As a Host header has it: {@code localhost} for this machine's own addresses. */
  private static String authority(PeerInfo local) {
    if (!(local.address() instanceof InetSocketAddress address)) {
      return local.host();
    }
    InetAddress host = address.getAddress();
    String name = host.isLoopbackAddress() ? "localhost" : host.getHostAddress();
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + address.getPort();
  }
}
