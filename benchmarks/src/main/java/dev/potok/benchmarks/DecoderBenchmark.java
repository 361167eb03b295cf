package dev.potok.benchmarks;

import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.SseDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a stream of OpenAI's chunks is decoded. The score is MiB a second, since an operation is
 * a MiB.
 *
 * <p>{@code java -cp 'benchmarks/target/classes:benchmarks/target/libs/*' org.openjdk.jmh.Main
 * DecoderBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecoderBenchmark {
  private static final int MEBIBYTES = 4;

  /**
   * How much comes at a time, in bytes: one byte, about a packet, and what a fast network gives.
   */
  @Param({"1", "1400", "65536"})
  public int chunk;

  private final byte[] stream = DecoderStream.ofBytes(MEBIBYTES << 20);

  /** The framing alone. */
  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public long serverSentEvents() {
    long[] characters = new long[1];
    SseDecoder decoder = new SseDecoder(event -> characters[0] += event.data().length());
    for (int i = 0; i < stream.length; i += chunk) {
      decoder.feed(stream, i, Math.min(chunk, stream.length - i));
    }
    return characters[0];
  }

  /** All that a reader of an answer needs. */
  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public long answer() {
    long[] characters = new long[1];
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageDelta(MessageDelta delta) {
                characters[0] += delta.text().length();
              }
            });
    for (int i = 0; i < stream.length; i += chunk) {
      handler.feed(stream, i, Math.min(chunk, stream.length - i));
    }
    return characters[0];
  }
}
