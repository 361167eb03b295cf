package dev.potok.storage;

import dev.potok.engine.StorageException;
import dev.potok.protocol.PotokException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of the database. It takes all tasks that wait, writes them in one transaction, and
 * then tells each how it went: many tasks share one commit.
 *
 * <p>A task that must survive the loss of power is durable: the transaction that holds one is
 * synced to the disk. Others only survive the death of the process. When nothing durable waits,
 * commits are at least {@link #COMMIT_INTERVAL} apart, so that a busy server makes few of them; an
 * idle one commits at once.
 *
 * <p>SQLite's driver blocks inside native code, so this is a platform thread. {@link #submit} and
 * {@link #write} may be called by any thread.
 */
final class CommitThread implements AutoCloseable {

  /** The least time between two commits that hold nothing durable. */
  static final Duration COMMIT_INTERVAL = Duration.ofMillis(20);

  /** The most tasks in one transaction. */
  static final int MAX_BATCH = 2_000;

  private static final Logger LOG = System.getLogger(CommitThread.class.getName());

  /** Something to write. Its methods are called on the commit thread. */
  interface Task {

    /** Whether it must survive the loss of power. */
    boolean durable();

    /** Writes. An exception undoes what this task has written, and nothing else. */
    void write(Handle handle) throws SQLException;

    /** What was written is committed. */
    void committed();

    /**
     * Nothing of this task is stored. Of tasks that fail together, the one that was written last is
     * told first.
     */
    void failed(PotokException cause);
  }

  /** Something to write that gives a result. */
  interface Work<T> {
    T write(Handle handle);
  }

  private final Connection connection;
  private final Handle handle;
  private final Statement control;

  // Prepared once: they run for every task.
  private final PreparedStatement savepoint;
  private final PreparedStatement release;
  private final PreparedStatement undo;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Task> waiting = new ArrayDeque<>();
  private int durableWaiting;
  private boolean closed;

  // Used by the thread alone.
  private boolean syncing;
  private long lastCommitNanos = System.nanoTime() - COMMIT_INTERVAL.toNanos();

  /** Starts the writer on a connection that it then owns. */
  CommitThread(Connection connection) throws SQLException {
    this.connection = connection;
    this.control = connection.createStatement();
    this.savepoint = connection.prepareStatement("SAVEPOINT task");
    this.release = connection.prepareStatement("RELEASE task");
    this.undo = connection.prepareStatement("ROLLBACK TO task");
    this.handle = Jdbi.create(() -> connection).open();
    this.thread = Thread.ofPlatform().name("potok-commit").unstarted(this::run);
    control.execute("PRAGMA synchronous = NORMAL");
    thread.start();
  }

  /** Puts a task in the next transaction. Returns at once. */
  void submit(Task task) {
    lock.lock();
    try {
      if (!closed) {
        waiting.add(task);
        durableWaiting += task.durable() ? 1 : 0;
        arrived.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    task.failed(new StorageException("the database is closed"));
  }

  /**
   * Writes durably and waits for the commit, whether the thread is interrupted or not: what was
   * asked for may be stored already.
   *
   * @throws PotokException as the work throws it, or if the commit failed
   */
  <T> T write(Work<T> work) {
    return write(work, true);
  }

  /** The same without syncing the disk: what the loss of power undoes is not missed. */
  <T> T writeUnsynced(Work<T> work) {
    return write(work, false);
  }

  private <T> T write(Work<T> work, boolean durable) {
    BlockingTask<T> task = new BlockingTask<>(work, durable);
    submit(task);
    return task.await();
  }

  /** Commits what waits, refuses what comes later, and closes the connection. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (List<Task> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
        commit(batch);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "the commit thread was interrupted", e);
    } finally {
      handle.close();
    }
  }

  /** Waits for tasks; none means that the writer is closed. */
  private List<Task> nextBatch() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed) {
        arrived.await();
      }
      long pause = lastCommitNanos + COMMIT_INTERVAL.toNanos() - System.nanoTime();
      while (pause > 0 && durableWaiting == 0 && !closed) {
        pause = arrived.awaitNanos(pause);
      }
      List<Task> batch = new ArrayList<>(Math.min(waiting.size(), MAX_BATCH));
      while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
        Task task = waiting.removeFirst();
        durableWaiting -= task.durable() ? 1 : 0;
        batch.add(task);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Task> batch) {
    lastCommitNanos = System.nanoTime();
    List<Task> written = new ArrayList<>(batch.size());
    int tried = 0;
    try {
      sync(batch.stream().anyMatch(Task::durable));
      control.execute("BEGIN IMMEDIATE");
      for (Task task : batch) {
        if (writeOne(task)) {
          written.add(task);
        }
        tried++;
      }
      control.execute("COMMIT");
    } catch (SQLException | RuntimeException | Error e) {
      // An Error too: every writer of the process waits for this thread.
      LOG.log(Level.ERROR, "a commit failed", e);
      rollBack();
      StorageException cause = new StorageException("the commit failed: " + e.getMessage(), e);
      written.addAll(batch.subList(tried, batch.size()));
      for (Task task : written.reversed()) {
        tell(() -> task.failed(cause));
      }
      return;
    }
    for (Task task : written) {
      tell(task::committed);
    }
  }

  /** A task that fails is undone and told so at once; the others go on. */
  private boolean writeOne(Task task) throws SQLException {
    savepoint.execute();
    PotokException failure;
    try {
      task.write(handle);
      release.execute();
      return true;
    } catch (PotokException e) {
      failure = e;
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.ERROR, "a write failed", e);
      failure = new StorageException("the write failed: " + e.getMessage(), e);
    }
    undo.execute();
    release.execute();
    tell(() -> task.failed(failure));
    return false;
  }

  private void rollBack() {
    try {
      if (!connection.isClosed()) {
        control.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "no transaction was open", e);
    }
  }

  /** "synchronous" may only change between transactions. */
  private void sync(boolean durable) throws SQLException {
    if (durable != syncing) {
      control.execute("PRAGMA synchronous = " + (durable ? "FULL" : "NORMAL"));
      syncing = durable;
    }
  }

  /** What a task does with the news must not end the thread that all others need. */
  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a task failed after its commit", e);
    }
  }

  private static final class BlockingTask<T> implements Task {
    private final Work<T> work;
    private final boolean durable;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable T written;

    BlockingTask(Work<T> work, boolean durable) {
      this.work = work;
      this.durable = durable;
    }

    @Override
    public boolean durable() {
      return durable;
    }

    @Override
    public void write(Handle handle) {
      written = work.write(handle);
    }

    @Override
    public void committed() {
      result.complete(written);
    }

    @Override
    public void failed(PotokException cause) {
      result.completeExceptionally(cause);
    }

    T await() {
      try {
        return result.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof PotokException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }
}
