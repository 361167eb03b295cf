package dev.potok.web.live;

import dev.potok.chat.Cancellable;
import dev.potok.chat.Scheduler;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so. */
final class VirtualTime implements Scheduler {
  private record Task(long at, long order, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long now;
  private long order;

  @Override
  public Cancellable schedule(long delayMillis, Runnable work) {
    Task task = new Task(now + delayMillis, order++, work);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  long now() {
    return now;
  }

  /** Lets time pass and runs what falls due, in its order. */
  void advance(long millis) {
    long end = now + millis;
    for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
      tasks.remove();
      now = next.at();
      next.work().run();
    }
    now = end;
  }
}
