package dev.potok.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class VirtualScheduler implements Scheduler {
  private record Task(long at, long order, Runnable work) {}

  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private long order;

  @Override
  public Cancellable schedule(long delayMillis, Runnable work) {
    Task task = new Task(now + delayMillis, order++, work);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Lets time pass and runs what falls due, in its order. */
  void advance(long millis) {
    long end = now + millis;
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> task.at() <= end)
              .min(Comparator.comparingLong(Task::at).thenComparingLong(Task::order))
              .orElse(null);
      if (next == null) {
        now = end;
        return;
      }
      tasks.remove(next);
      now = next.at();
      next.work().run();
    }
  }

  int pending() {
    return tasks.size();
  }
}
