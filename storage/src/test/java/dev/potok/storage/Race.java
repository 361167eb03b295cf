package dev.potok.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls meet, round after round, each time a little shifted against each other. What it shifts
 * by comes from a seed, which is told when a round fails.
 */
final class Race {

  /** The longest shift, in turns of an empty loop: some tenths of a millisecond. */
  private static final int MAX_SHIFT = 40_000;

  /** One round; its number is counted from 0. */
  interface Round {
    void run(int number, Random random) throws Exception;
  }

  private Race() {}

  /** Runs rounds with a new seed. */
  static void rounds(int count, Round round) {
    rounds(System.nanoTime(), count, round);
  }

  /** Runs the rounds of a seed, to see a failure again. */
  static void rounds(long seed, int count, Round round) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      try {
        round.run(i, random);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("round " + i + " of seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * What became of a call.
   *
   * @param value what it gave, null if it threw
   * @param failure what it threw, null if it threw nothing
   */
  record Outcome<T>(@Nullable T value, @Nullable Exception failure) {

    boolean worked() {
      return failure == null;
    }

    /** What it gave. */
    T get() {
      if (value == null) {
        throw new AssertionError("failed: " + failure, failure);
      }
      return value;
    }
  }

  /** Makes the calls at the same moment, and gives what became of each, in their order. */
  @SafeVarargs
  static <T> List<Outcome<T>> atOnce(Random random, Callable<? extends T>... calls)
      throws InterruptedException {
    CyclicBarrier barrier = new CyclicBarrier(calls.length);
    List<Future<Outcome<T>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<? extends T> call : calls) {
        int shift = random.nextInt(MAX_SHIFT);
        running.add(
            threads.submit(() -> {
              barrier.await();
              for (int i = 0; i < shift; i++) {
                Thread.onSpinWait();
              }
              return outcome(call);
            }));
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<Outcome<T>> future : running) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static <T> Outcome<T> outcome(Callable<? extends T> call) {
    try {
      return new Outcome<>(call.call(), null);
    } catch (Exception e) {
      return new Outcome<>(null, e);
    }
  }
}
