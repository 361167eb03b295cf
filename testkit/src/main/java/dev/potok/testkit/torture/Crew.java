package dev.potok.testkit.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks at the same time, each on a virtual thread, and waits for all of them. */
final class Crew implements AutoCloseable {

  /** Something to do. */
  interface Task {
    void run() throws InterruptedException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Used by the thread that owns the crew alone. */
  private final List<Future<?>> tasks = new ArrayList<>();

  void add(Task task) {
    tasks.add(
        threads.submit(() -> {
          task.run();
          return true;
        }));
  }

  /**
   * Waits for all tasks.
   *
   * @throws IllegalStateException if any of them failed
   */
  @Override
  public void close() {
    threads.close();
    List<Throwable> failures =
        tasks.stream()
            .filter(task -> task.state() == Future.State.FAILED)
            .<Throwable>map(Future::exceptionNow)
            .toList();
    if (!failures.isEmpty()) {
      // One client may have failed by what another did: all are told.
      IllegalStateException failed =
          new IllegalStateException("clients of the torture failed: " + failures);
      failures.forEach(failed::addSuppressed);
      throw failed;
    }
  }
}
