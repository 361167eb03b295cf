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
   * @throws IllegalStateException if one of them failed
   */
  @Override
  public void close() {
    threads.close();
    for (Future<?> task : tasks) {
      if (task.state() == Future.State.FAILED) {
        Throwable cause = task.exceptionNow();
        throw new IllegalStateException("a client of the torture failed: " + cause, cause);
      }
    }
  }
}
