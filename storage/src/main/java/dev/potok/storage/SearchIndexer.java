package dev.potok.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Notes the words of titles and messages, beside the writing of answers and after it: triggers note
 * what has changed, and this thread works it off in steps of bounded size. Whatever is left when
 * the process dies is still noted; a text that cannot be noted is passed over. A step is one
 * transaction, which waits its turn among those of the answers. {@link #wake} may be called by any
 * thread.
 */
final class SearchIndexer implements AutoCloseable {

  /** The most texts in one step. */
  static final int MAX_TEXTS = 250;

  /** The longest part of a text that is indexed, from its beginning, in characters. */
  static final int MAX_INDEXED = 1 << 20;

  /** A step takes no further text once it has so many characters. */
  static final int STEP_CHARACTERS = 256 * 1024;

  /** How long a failed step waits for the next attempt. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(SearchIndexer.class.getName());

  /** One of the two kinds of texts, and where they and their words are. */
  private enum Kind {
    CHAT("SELECT queue.id, changes, title FROM chat_to_index AS queue LEFT JOIN chat USING (id)"),
    MESSAGE(
        """
        SELECT queue.id, changes, iif(status = 'streaming', NULL, content)
        FROM message_to_index AS queue LEFT JOIN message USING (id)
        """);

    private final String waiting;

    Kind(String waiting) {
      this.waiting = waiting + " ORDER BY queue.id DESC LIMIT " + MAX_TEXTS;
    }

    private String table() {
      return this == CHAT ? "chat" : "message";
    }
  }

  private record Text(long id, long changes, String text) {}

  private final SqliteStorage storage;
  private final IndexedWords words = new IndexedWords();
  private final Semaphore changed = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closed;

  SearchIndexer(SqliteStorage storage) {
    this.storage = storage;
    this.thread = Thread.ofPlatform().daemon().name("potok-index").unstarted(this::run);
  }

  /** Begins with what was left. */
  void start() {
    thread.start();
  }

  /** Something may have changed. Returns at once. */
  void wake() {
    if (changed.availablePermits() == 0) {
      changed.release();
    }
  }

  /** Ends after the step that runs. */
  @Override
  public void close() {
    closed = true;
    changed.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        changed.acquire();
        changed.drainPermits();
        boolean hasMore = true;
        while (hasMore && !closed) {
          hasMore = step();
        }
        if (closed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "the index of the search was interrupted", e);
    }
  }

  /** Whether something is left. */
  private boolean step() throws InterruptedException {
    try {
      // Titles first: they are few, and seen first.
      return step(Kind.CHAT) || step(Kind.MESSAGE);
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.log(Level.WARNING, "words could not be noted, and will be", e);
        changed.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    }
  }

  private boolean step(Kind kind) {
    List<Text> texts = storage.read(handle -> waiting(handle, kind));
    if (texts.isEmpty()) {
      return false;
    }
    try {
      index(kind, texts);
    } catch (RuntimeException e) {
      // It may be for one of them.
      texts.forEach(text -> indexAlone(kind, text));
    }
    return true;
  }

  private void indexAlone(Kind kind, Text text) {
    try {
      index(kind, List.of(text));
    } catch (RuntimeException e) {
      // If this fails too, it is not for the text: then nothing can be written.
      storage.writeUnsynced(handle -> {
        passOver(handle, kind, text);
        return true;
      });
      LOG.log(
          Level.WARNING,
          "the words of " + kind.table() + " " + text.id() + " are not noted, so nobody finds it",
          e);
    }
  }

  private void index(Kind kind, List<Text> texts) {
    List<Text> indexed =
        texts.stream().map(t -> new Text(t.id(), t.changes(), words.of(t.text()))).toList();
    storage.writeUnsynced(handle -> {
      note(handle, kind, indexed);
      return true;
    });
  }

  private static void passOver(Handle handle, Kind kind, Text text) {
    handle.execute(
        "DELETE FROM " + kind.table() + "_to_index WHERE id = ? AND changes = ?",
        text.id(),
        text.changes());
  }

  /** The newest, so that they are found while old ones wait. */
  private static List<Text> waiting(Handle handle, Kind kind) {
    try (ResultIterator<Text> rows =
        handle
            .createQuery(kind.waiting)
            .map((row, _) -> {
              String text = row.getString(3);
              return new Text(
                  row.getLong(1),
                  row.getLong(2),
                  text == null ? "" : Fragments.beginning(text, MAX_INDEXED));
            })
            .iterator()) {
      List<Text> texts = new ArrayList<>();
      int characters = 0;
      while (characters < STEP_CHARACTERS && rows.hasNext()) {
        Text text = rows.next();
        texts.add(text);
        characters += text.text().length();
      }
      return texts;
    }
  }

  private static void note(Handle handle, Kind kind, List<Text> texts) {
    String table = kind.table();
    var removal = handle.prepareBatch("DELETE FROM " + table + "_words WHERE rowid = ?");
    var addition =
        handle.prepareBatch(
            "INSERT INTO "
                + table
                + "_words (rowid, words) SELECT ?, ? FROM "
                + table
                + " WHERE id = ?");
    var done =
        handle.prepareBatch("DELETE FROM " + table + "_to_index WHERE id = ? AND changes = ?");
    for (Text text : texts) {
      removal.bind(0, text.id()).add();
      addition.bind(0, text.id()).bind(1, text.text()).bind(2, text.id()).add();
      done.bind(0, text.id()).bind(1, text.changes()).add();
    }
    removal.execute();
    addition.execute();
    done.execute();
  }
}
