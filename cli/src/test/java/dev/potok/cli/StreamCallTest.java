package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Streams by HTTP, from servers that send the caller on. */
class StreamCallTest {
  private static final String STREAM =
      "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private ServerSocket server;
  private ServerSocket other;

  @BeforeEach
  void start() throws IOException {
    server = started();
    other = started();
  }

  private ServerSocket started() throws IOException {
    ServerSocket made = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(made));
    return made;
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    other.close();
  }

  private void serve(ServerSocket socket) {
    while (true) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
    String[] call = in.readLine().split(" ", -1);
    String key = "";
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("X-Key:")) {
        key = value;
      } else if (line.startsWith("Content-Length:")) {
        length = Integer.parseInt(value);
      }
    }
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      read += in.read(body, read, length - read);
    }
    calls.add(call[0] + " " + call[1] + " " + key + " " + new String(body));
    String target =
        Map.of(
                "/here", "/stream",
                "/there", address(other, "/stream"),
                "/round", "/round",
                "/file", "file:///etc/hostname")
            .get(call[1]);
    String head = target == null ? "200 OK" : "307 Temporary Redirect\r\nLocation: " + target;
    String reply = "HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n" + STREAM;
    connection.getOutputStream().write(reply.getBytes(UTF_8));
  }

  private static String address(ServerSocket of, String path) {
    return "http://127.0.0.1:" + of.getLocalPort() + path;
  }

  private int parse(String... arguments) {
    PrintStream err = new PrintStream(said, true, UTF_8);
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    ParseCommand command =
        new ParseCommand(
            Console.of(Language.ENGLISH, err, err),
            InputStream.nullInputStream(),
            out,
            System::nanoTime);
    return new CommandLine(command).execute(arguments);
  }

  @Test
  void headersAndABodyAreSent() {
    assertThat(parse("-H", "X-Key: k", "-d", "{\"stream\":true}", address(server, "/here")))
        .isZero();
    assertThat(calls)
        .containsExactly("POST /here k {\"stream\":true}", "POST /stream k {\"stream\":true}");
  }

  @Test
  void anotherServerIsNotToldTheHeaders() {
    assertThat(parse("-H", "X-Key: k", address(server, "/there"))).isZero();
    assertThat(calls).containsExactly("GET /there k ", "GET /stream  ");
  }

  @Test
  void aRedirectThatLeadsNowhereIsSaid() {
    assertThat(parse(address(server, "/file"))).isEqualTo(1);
    assertThat(said.toString(UTF_8)).contains("HTTP status 307");
    assertThat(parse(address(server, "/round"))).isEqualTo(1);
    assertThat(calls).hasSize(2 + StreamCall.MAX_REDIRECTS);
  }
}
