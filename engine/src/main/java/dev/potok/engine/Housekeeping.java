package dev.potok.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Removes for good what is no longer needed: messages, chats and projects that were deleted long
 * enough ago, and the logs of answers that ended long enough ago. Runs on a thread of its own until
 * it is closed.
 */
public final class Housekeeping implements AutoCloseable {

  /** How long the log of an ended answer is kept, so that readers can go on from any place. */
  static final Duration KEEP_LOGS = Duration.ofHours(1);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

  private final MessageStore messages;
  private final ChatStore chats;
  private final ProjectStore projects;
  private final AnswerStore answers;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Begins at once. */
  public Housekeeping(
      MessageStore messages,
      ChatStore chats,
      ProjectStore projects,
      AnswerStore answers,
      InstantSource clock) {
    this.messages = messages;
    this.chats = chats;
    this.projects = projects;
    this.answers = answers;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("potok-housekeeping").start(this::run);
  }

  private void run() {
    try {
      do {
        sweep();
      } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "housekeeping was interrupted", e);
    }
  }

  private void sweep() {
    try {
      messages.purgeDeleted(Messages.RESTORE_WITHIN);
      chats.purgeDeleted(Chats.RESTORE_WITHIN);
      projects.purgeDeleted(Chats.RESTORE_WITHIN);
      answers.purgeLogs(clock.instant().minus(KEEP_LOGS));
    } catch (StorageException e) {
      LOG.log(Level.WARNING, "housekeeping failed and will be tried again", e);
    }
  }

  /** Ends the thread and waits for what it is doing. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
