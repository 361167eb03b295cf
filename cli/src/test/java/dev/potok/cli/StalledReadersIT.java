package dev.potok.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Script;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that open a stream and take nothing of it. */
@Timeout(120)
class StalledReadersIT {
  private static final String API = "/api/web/v1";
  private static final int READERS = 300;

  /** Each reader's own buffer, in bytes; as small as the system allows. */
  private static final int RECEIVE_BUFFER_BYTES = 4 * 1024;

  /** What may wait for one reader, here and in the system, in bytes. */
  private static final long MAX_WAITING_BYTES = 256 * 1024;

  @TempDir Path folder;
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void readersThatTakeNothingAreCutAndTheAnswerAndOthersGoOn() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      server.model().script(Script.cutText("0123456789".repeat(60_000), 500).rate(2_000).held());
      long chat = JsonFields.parse(server.json("POST", API + "/chats", "{}").body()).int64("id");
      String stream = API + "/chats/" + chat + "/messages/stream";
      sockets.add(connect(server, "POST " + stream, "{\"content\":\"x\"}"));
      String completion = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      sockets.add(connect(server, "POST /v1/chat/completions", completion));
      await().until(() -> history(server, chat).size() == 2);
      long answer = history(server, chat).getLast().id();
      String one = API + "/chats/" + chat + "/messages/" + answer + "/stream?after=0";
      for (int i = 0; i < READERS / 2; i++) {
        sockets.add(connect(server, "GET " + one, ""));
        sockets.add(connect(server, "GET " + API + "/events?answer=" + answer + ":0", ""));
      }

      // Who came behind the end would be given all of the answer in one event.
      await().until(() -> server.openReaders() == sockets.size());
      long before = heapInUse();
      server.model().releaseTokens(2 * 1_200);
      String whole = server.get(one).body();

      assertThat(whole).contains("event: message_end");
      assertThat(history(server, chat).getLast().status()).isEqualTo(MessageStatus.COMPLETE);
      assertThat(history(server, chat).getLast().content()).hasSize(600_000);
      assertThat((heapInUse() - before) / READERS)
          .as("what a reader holds, in bytes")
          .isLessThan(MAX_WAITING_BYTES / 2);
      server.model().script(Script.numbered(20));
      long other = JsonFields.parse(server.json("POST", API + "/chats", "{}").body()).int64("id");
      String besideThem =
          server
              .json("POST", API + "/chats/" + other + "/messages/stream", "{\"content\":\"y\"}")
              .body();
      assertThat(besideThem).contains("event: message_end");
      assertThat(history(server, other).getLast().content())
          .isEqualTo(Script.numbered(20).wholeText());
      // From here on nobody reads until the watch has cut them; then what the system held is left.
      await().atMost(Duration.ofSeconds(45)).until(() -> server.openReaders() == 0);
      for (Socket socket : sockets) {
        assertThat(left(socket)).isLessThan(MAX_WAITING_BYTES);
      }
    }
  }

  /** After a collection, so that what counts is held by somebody; in bytes. */
  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How many bytes can still be read before the end or the reset. */
  private static long left(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    long bytes = 0;
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        bytes += n;
        n = socket.getInputStream().read(buffer);
      }
    } catch (SocketException e) {
      // A reset, since not all that was sent could be delivered: cut is cut.
      return bytes;
    }
    return bytes;
  }

  private static Socket connect(TestServer server, String request, String body) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost:"
            + server.port()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    return socket;
  }

  private static List<MessageRead> history(TestServer server, long chat) throws Exception {
    return WireJson.readArray(
        server.get(API + "/chats/" + chat + "/messages").body(), WireJson::readMessage);
  }
}
