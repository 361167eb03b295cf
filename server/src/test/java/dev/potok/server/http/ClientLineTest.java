package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientLineTest {
  /** Stands for the end of what the client sends. */
  private static final byte[] END = {};

  private final LinkedBlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final ClientLine line =
      new ClientLine(
          DataReader.create(this::receive), new Written(), new OlderHttp("localhost:80"));

  /** What is written to the client. */
  private final class Written extends PlainWriter {
    @Override
    public void writeNow(BufferData buffer) {
      written.add(new String(buffer.readBytes(), UTF_8));
    }
  }

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
    send("one\r\n");
    send("two");
    sent.add(END);

    assertThat(next()).isEqualTo("one\r\n");
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
  void aClientThatSendsNoMoreIsAskedByAnInterimResponse() throws Exception {
    try (ClientLine.Watch client = line.watch(gone::countDown)) {
      assertThat(client.ended()).isFalse();
      sent.add(END);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.ended()).isTrue();
      client.ask();
    }

    assertThat(written).containsExactly("HTTP/1.1 100 Continue\r\n\r\n");
  }

  @Test
  void aClientOfHttp10ThatSendsNoMoreIsGone() {
    send("GET / HTTP/1.0\r\n\r\n");
    assertThat(next()).startsWith("GET / HTTP/1.1");
    try (ClientLine.Watch client = line.watch(gone::countDown)) {
      assertThatThrownBy(client::ask).isInstanceOf(UncheckedIOException.class);
    }

    assertThat(written).isEmpty();
    sent.add(END);
  }

  @Test
  void aRequestThatComesWhileAnotherIsAnsweredIsKeptForItsTurn() {
    try (ClientLine.Watch _ = line.watch(gone::countDown)) {
      send("next request\n");
    }
    send(", continued\n");

    assertThat(next()).isEqualTo("next request\n");
    assertThat(next()).isEqualTo(", continued\n");
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

  @Test
  void whoSendsNoMoreIsAskedEverMoreSeldom() {
    try (ClientLine.Watch client = line.watch(gone::countDown)) {
      assertThat(IntStream.range(0, 7).mapToLong(_ -> client.untilNextAsk().toMillis()))
          .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 8000L);
    }
    sent.add(END);
  }

  @Test
  void behindTheLastRequestNothingIsReadThoughItHasCome() {
    send("last\n");
    send("hidden\n");
    assertThat(line.requests().readBuffer(5).available()).isEqualTo(5);
    line.requests().pullData();
    assertThat(line.requests().available()).isEqualTo("hidden\n".length());

    line.endAfterThisRequest();

    assertThat(line.requests().available()).isZero();
    assertThat(line.next()).isNull();
  }

  @Test
  void theRestOfARequestIsTakenBeforeTheEnd() {
    send("half of a body\n");
    line.requests().ensureAvailable();
    line.endWithinThisRequest();
    send("other half\n");
    sent.add(END);

    assertThat(line.next()).isNull();
    assertThat(sent).isEmpty();
  }

  @Test
  void theEndDoesNotWaitForAClientThatSendsNothing() {
    line.endWithinThisRequest();

    assertThat(line.next()).isNull();
    assertThat(sent).isEmpty();
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
