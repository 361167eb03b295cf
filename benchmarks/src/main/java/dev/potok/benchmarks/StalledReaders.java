package dev.potok.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Readers that take nothing, for minutes, beside one that reads. Half of them ask for an answer
 * that has ended, half for one that runs. The server cuts each after 30 seconds without progress;
 * each is replaced after 40, so that there are always as many. Prints the server's memory and how
 * long the healthy reader had to wait.
 *
 * <p>{@code StalledReaders JAR [readers [seconds]]}, by default 1,000 and 300.
 */
public final class StalledReaders {
  private static final int REPLACED_AFTER_SECONDS = 40;
  private static final int TOKEN_CHARACTERS = 10;
  private static final int TOKENS_A_SECOND = 200;
  private static final int ENDED_CHARACTERS = 100_000;
  private static final int RECEIVE_BUFFER_BYTES = 4 * 1024;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private StalledReaders() {}

  /** Runs one measurement and prints it. */
  public static void main(String[] arguments) throws Exception {
    int readers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 300;
    Path data = Files.createTempDirectory("potok-stalled");
    try (ScriptedModelServer model = ScriptedModelServer.start();
        RelayServer potok = RelayServer.start(Path.of(arguments[0]), data, model);
        StreamClient client = new StreamClient(potok.baseUrl())) {
      model.script(text(ENDED_CHARACTERS));
      long ended = client.createChat();
      client.read(ended, new Waits());
      model.script(text(TOKEN_CHARACTERS * TOKENS_A_SECOND * seconds).rate(TOKENS_A_SECOND));
      long running = client.createChat();
      Waits waits = new Waits();
      Thread healthy = Thread.ofVirtual().start(() -> client.read(running, waits));
      // The ids of a fresh database: each chat has a question and an answer.
      List<String> paths = List.of(stream(ended, 2), stream(running, 4));
      IO.println("seconds  resident MiB  live heap MiB  readers open");
      run(potok, paths, readers, seconds);
      healthy.join(Duration.ofSeconds(60));
      IO.println("healthy reader: " + waits.report());
    }
  }

  private static Script text(int characters) {
    return Script.cutText("0123456789".repeat(characters / 10), TOKEN_CHARACTERS);
  }

  private static String stream(long chat, long message) {
    return "/api/web/v1/chats/" + chat + "/messages/" + message + "/stream?after=0";
  }

  private static void run(RelayServer potok, List<String> paths, int readers, int seconds)
      throws IOException, InterruptedException {
    ArrayDeque<Socket> open = new ArrayDeque<>();
    long begin = System.nanoTime();
    long opened = 0;
    Duration next = Duration.ZERO;
    while (elapsed(begin).toSeconds() < seconds) {
      long due =
          Math.min(
                  readers * 10L,
                  elapsed(begin).toMillis() * readers / 1_000 / REPLACED_AFTER_SECONDS)
              + readers;
      while (opened < due) {
        if (open.size() == readers) {
          open.removeFirst().close();
        }
        open.add(connect(potok.port(), paths.get((int) (opened % paths.size()))));
        opened++;
      }
      if (elapsed(begin).compareTo(next) >= 0) {
        IO.println(
            String.format(
                "%7d  %12d  %13d  %12d",
                elapsed(begin).toSeconds(),
                potok.residentKibibytes() / 1024,
                potok.liveHeapKibibytes() / 1024,
                open.size()));
        next = next.plus(BETWEEN_LINES);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    for (Socket socket : new ArrayList<>(open)) {
      socket.close();
    }
  }

  private static Duration elapsed(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Socket connect(int port, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
    return socket;
  }

  /** How long a reader waits from one delta to the next. */
  private static final class Waits implements MessageStreamListener {
    private final List<Long> nanos = new ArrayList<>();
    private long last;

    @Override
    public void onMessageDelta(MessageDelta delta) {
      long now = System.nanoTime();
      if (last != 0) {
        nanos.add(now - last);
      }
      last = now;
    }

    String report() {
      List<Long> sorted = nanos.stream().sorted().toList();
      return sorted.size()
          + " waits, p50 "
          + millis(sorted, 0.5)
          + " ms, p99 "
          + millis(sorted, 0.99)
          + " ms, longest "
          + millis(sorted, 1)
          + " ms";
    }

    private static double millis(List<Long> sorted, double share) {
      int index = (int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()));
      return Math.round(sorted.get(index) / 1e4) / 100.0;
    }
  }
}
