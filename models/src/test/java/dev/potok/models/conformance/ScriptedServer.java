package dev.potok.models.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server on a real socket that gives each request the next of the scripts it was told, byte for
 * byte, and closes the connection behind it.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What a request gets. */
  public interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  /** A request as it came. */
  public record Request(String line, List<String> headers, String body) {
    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket listener;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** The requests so far. */
  public final List<Request> requests = new CopyOnWriteArrayList<>();

  public ScriptedServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().start(this::acceptAll);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** The next request gets this. */
  public ScriptedServer then(Script script) {
    scripts.add(script);
    return this;
  }

  /** The next request gets a whole response. */
  public ScriptedServer thenRespond(
      int status, String contentType, String body, String... headers) {
    return then(connection -> connection.respond(status, contentType, body, headers));
  }

  /** The next request gets a stream of these events, each with its line end, then a proper end. */
  public ScriptedServer thenStream(String... events) {
    return then(connection -> {
      connection.beginStream();
      for (String event : events) {
        connection.event(event);
      }
      connection.endStream();
    });
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Connection connection = new Connection(socket);
      requests.add(connection.readRequest());
      scripts.take().run(connection);
    } catch (IOException e) {
      // The client has gone, which a test sees at its own end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server's side of one connection. */
  public static final class Connection {
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket) throws IOException {
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    public void write(String text) throws IOException {
      out.write(text.getBytes(UTF_8));
      out.flush();
    }

    public void respond(int status, String contentType, String body, String... headers)
        throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
      head.append("Content-Type: ").append(contentType).append("\r\n");
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      write(head + "Connection: close\r\n\r\n" + body);
    }

    public void beginStream() throws IOException {
      beginStream("text/event-stream; charset=utf-8");
    }

    public void beginStream(String contentType) throws IOException {
      write(
          String.join(
              "\r\n",
              "HTTP/1.1 200 OK",
              "Content-Type: " + contentType,
              "Transfer-Encoding: chunked",
              "Connection: close",
              "",
              ""));
    }

    /** One event of Server-Sent Events, in one chunk. */
    public void event(String data) throws IOException {
      chunk("data: " + data + "\n\n");
    }

    public void chunk(String text) throws IOException {
      chunk(text.getBytes(UTF_8));
    }

    public void chunk(byte[] bytes) throws IOException {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
      chunk.writeBytes(bytes);
      chunk.writeBytes("\r\n".getBytes(UTF_8));
      out.write(chunk.toByteArray());
      out.flush();
    }

    public void endStream() throws IOException {
      write("0\r\n\r\n");
    }

    /** Waits until the client has closed the connection, and says so. */
    public void awaitClosed(CountDownLatch closed) {
      try {
        while (in.read() >= 0) {
          // More of a request that is not read.
        }
      } catch (IOException e) {
        // Reset, which is closed too.
      }
      closed.countDown();
    }

    private Request readRequest() throws IOException {
      String line = readLine();
      List<String> headers = new ArrayList<>();
      int length = 0;
      for (String header = readLine(); !header.isEmpty(); header = readLine()) {
        headers.add(header);
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring("content-length:".length()).strip());
        }
      }
      return new Request(line, headers, new String(in.readNBytes(length), UTF_8));
    }

    private String readLine() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("closed in the middle of a request");
        }
        if (b != '\r') {
          line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
        }
      }
      return line.toString();
    }
  }
}
