package dev.potok.testkit.torture;

import dev.potok.testkit.Cut;
import dev.potok.testkit.FaultProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * What happens to one connection after the other between a client and the server. Bad for a number
 * of connections, then good, so that every reader comes to an end. One client's thread.
 */
final class Weather implements AutoCloseable {

  /**
   * What happens to a connection.
   *
   * @param leaveAfter after how many bytes of the body the client itself breaks the connection; -1
   *     for never
   * @param delays whether bytes come late
   */
  record Forecast(long leaveAfter, boolean delays) {
    static final Forecast STEADY = new Forecast(-1, false);
    static final Forecast LATE = new Forecast(-1, true);
  }

  private final RandomGenerator random;
  private final FaultProxy proxy;
  private final AtomicInteger stalls = new AtomicInteger();
  private int badLeft;

  /**
   * The weather between a client and a port.
   *
   * @param bad for how many connections it may be bad
   */
  Weather(RandomGenerator random, int port, int bad) {
    this.random = random;
    this.proxy = FaultProxy.start(port);
    this.badLeft = bad;
  }

  /** Where to connect to. */
  int port() {
    return proxy.port();
  }

  /** Decides about the next connection, which is to be opened now. */
  Forecast next() {
    proxy.pass();
    if (badLeft == 0) {
      // A stall of an earlier connection may reach into this one.
      return stalls.get() == 0 ? Forecast.STEADY : Forecast.LATE;
    }
    badLeft--;
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        proxy.cutAfter(bytes(), Cut.RESET);
        yield Forecast.STEADY;
      }
      case 3, 4, 5 -> {
        proxy.cutAfter(bytes(), Cut.CLOSE);
        yield Forecast.STEADY;
      }
      case 6, 7 -> new Forecast(random.nextLong(2_000), false);
      case 8 -> {
        proxy.delay(random.nextInt(1, 200), Duration.ofNanos(random.nextLong(2_000_000)));
        yield Forecast.LATE;
      }
      default -> {
        stall();
        yield Forecast.LATE;
      }
    };
  }

  /** Often within the head of the response or in its first event, sometimes far behind. */
  private long bytes() {
    return random.nextLong(random.nextBoolean() ? 900 : 4_000);
  }

  /** Silence that begins soon, lasts a little, and ends with a cut or without. */
  private void stall() {
    long begin = random.nextLong(150);
    long length = random.nextLong(250);
    boolean cuts = random.nextBoolean();
    stalls.incrementAndGet();
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(begin);
            proxy.stall();
            Thread.sleep(length);
          } catch (InterruptedException e) {
            // Nobody interrupts it; a stall that ends early does no harm.
          }
          if (cuts) {
            proxy.cutAll();
          }
          proxy.pass();
          stalls.decrementAndGet();
        });
  }

  @Override
  public void close() {
    proxy.close();
  }
}
