package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.common.buffers.DataReader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientLineTest {
  /** Stands for the end of what the client sends. */
  private static final byte[] END = {};

  private final LinkedBlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final ClientLine line = new ClientLine(DataReader.create(this::receive));

  private byte @Nullable [] receive() {
    try {
      byte[] bytes = sent.take();
      return bytes.length == 0 ? null : bytes;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void bytesComeInTheirOrderAndThenTheEnd() {
    send("one");
    send("two");
    sent.add(END);

    assertThat(next()).isEqualTo("one");
    assertThat(next()).isEqualTo("two");
    assertThat(line.next()).isNull();
  }

  @Test
  void aClientThatGoesWhileItIsWatchedIsToldOfOnceAndTheLineIsAtItsEnd() throws Exception {
    try (ClientLine.Watch _ = line.watch(gone::countDown)) {
      sent.add(END);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(line.next()).isNull();
  }

  @Test
  void aRequestThatComesWhileAnotherIsAnsweredIsKeptForItsTurn() {
    try (ClientLine.Watch _ = line.watch(gone::countDown)) {
      send("next request");
    }
    send(", continued");

    assertThat(next()).isEqualTo("next request");
    assertThat(next()).isEqualTo(", continued");
    assertThat(gone.getCount()).isOne();
  }

  @Test
  void whoGoesAfterTheWatchHasEndedIsNoMatter() {
    line.watch(gone::countDown).close();
    sent.add(END);

    assertThat(line.next()).isNull();
    assertThat(gone.getCount()).isOne();
  }

  @Test
  void aSecondWatchGoesOnWithTheReadingOfTheFirst() throws Exception {
    line.watch(() -> {}).close();
    try (ClientLine.Watch _ = line.watch(gone::countDown)) {
      sent.add(END);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theWaitForTheNextRequestEndsByAnInterruptThoughItIsReadAhead() throws Exception {
    line.watch(gone::countDown).close();
    AtomicReference<byte @Nullable []> read = new AtomicReference<>(END);
    Thread connection = Thread.ofVirtual().start(() -> read.set(line.next()));
    await().until(() -> connection.getState() == Thread.State.WAITING);

    connection.interrupt();

    assertThat(connection.join(Duration.ofSeconds(10))).isTrue();
    assertThat(read.get()).isNull();
    sent.add(END);
  }

  private void send(String text) {
    sent.add(text.getBytes(UTF_8));
  }

  private String next() {
    byte[] bytes = line.next();
    return bytes == null ? "end" : new String(bytes, UTF_8);
  }
}
