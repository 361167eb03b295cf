package dev.potok.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A Potok on a real socket that gives each request the next of the scripts it was told; with none
 * left, the last one again. Every answer is message 2 of chat 1.
 */
final class ScriptedPotok implements AutoCloseable {

  /** What a request gets. */
  interface Script {
    void run(Reply reply) throws IOException, InterruptedException;
  }

  /** A request as it came; the names of its fields in lower case. */
  record Request(String method, String target, Map<String, String> fields, String body) {}

  private final ServerSocket listener;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Script last = reply -> reply.problem(500, "internal_error", "No script.");

  /** The requests so far. */
  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Released when this ends, for scripts that say nothing. */
  private final CountDownLatch ending = new CountDownLatch(1);

  ScriptedPotok(Script... scripts) throws IOException {
    this.scripts.addAll(List.of(scripts));
    listener = new ServerSocket(0, 2_000, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::acceptAll);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  static MessageRead user() {
    return message(1, Role.USER, "Hi", MessageStatus.COMPLETE);
  }

  static MessageRead answer(String text, MessageStatus status) {
    return message(2, Role.ASSISTANT, text, status);
  }

  private static MessageRead message(long id, Role role, String text, MessageStatus status) {
    return new MessageRead(
        id,
        1,
        OptionalLong.empty(),
        role,
        text,
        "2026-11-23T00:00:00Z",
        status,
        MessageMetadata.NONE);
  }

  static AnswerEvent start(String soFar) {
    return new MessageStart(Optional.of(user()), answer(soFar, MessageStatus.STREAMING));
  }

  static AnswerEvent delta(String text) {
    return MessageDelta.text(text);
  }

  static AnswerEvent end(String text) {
    return new MessageEnd(answer(text, MessageStatus.COMPLETE), FinishReason.STOP);
  }

  static AnswerEvent error(String code) {
    return new AnswerError(
        code, "It failed.", true, Optional.of(answer("Hal", MessageStatus.FAILED)));
  }

  @Override
  public void close() throws IOException {
    ending.countDown();
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
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(read(new BufferedInputStream(socket.getInputStream())));
      Script next = scripts.poll();
      if (next != null) {
        last = next;
      }
      last.run(new Reply(socket));
    } catch (IOException e) {
      // The client has gone, which a test sees at its own end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    if (first.length != 3) {
      throw new IOException("no request");
    }
    Map<String, String> fields = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    return new Request(first[0], first[1], fields, new String(in.readNBytes(length), UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  /** The reply to one request. */
  final class Reply {
    private final Socket socket;
    private final OutputStream out;

    private Reply(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    void whole(int status, String type, String body, String... fields) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
      head.append("Content-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n");
      for (String field : fields) {
        head.append(field).append("\r\n");
      }
      out.write((head + "\r\n").getBytes(ISO_8859_1));
      out.write(bytes);
      out.flush();
    }

    void json(String body) throws IOException {
      whole(200, "application/json", body);
    }

    void problem(int status, String code, String title, String... fields) throws IOException {
      whole(
          status,
          "application/problem+json",
          "{\"status\":%d,\"code\":\"%s\",\"title\":\"%s\",\"message_id\":2}"
              .formatted(status, code, title),
          fields);
    }

    /** Begins a stream. */
    Reply stream() throws IOException {
      out.write(
          String.join(
                  "\r\n",
                  "HTTP/1.1 200 OK",
                  "Content-Type: text/event-stream",
                  "Transfer-Encoding: chunked",
                  "Connection: close",
                  "",
                  "")
              .getBytes(ISO_8859_1));
      return raw(": ping\n\n");
    }

    Reply event(long seq, AnswerEvent event) throws IOException {
      return raw(new String(AnswerEventEncoder.sse(seq, event), UTF_8));
    }

    Reply raw(String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
      out.write(bytes);
      out.write("\r\n".getBytes(ISO_8859_1));
      out.flush();
      return this;
    }

    /** Ends the stream in order. */
    void close() throws IOException {
      out.write("0\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }

    /** Ends the connection within the body, behind all that was sent. */
    void cut() throws IOException {
      socket.close();
    }

    /** Says nothing more, and keeps the connection. */
    void fallSilent() throws InterruptedException {
      ending.await();
    }
  }
}
