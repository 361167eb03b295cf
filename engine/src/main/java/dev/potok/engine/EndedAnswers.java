package dev.potok.engine;

import dev.potok.engine.AnswerStore.StoredAnswer;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the readers of one ended answer share its text and its events as bytes, for as long as there
 * is one: a thousand readers that take nothing hold it once. Thread-safe.
 */
final class EndedAnswers {
  private final Map<Long, Reference> shared = new ConcurrentHashMap<>();
  private final ReferenceQueue<EndedAnswer> unused = new ReferenceQueue<>();

  /** The answer as it is stored now, which other readers may have already. */
  EndedAnswer of(StoredAnswer stored) {
    removeUnused();
    long id = stored.message().id();
    Reference reference = shared.get(id);
    EndedAnswer known = reference == null ? null : reference.get();
    if (known != null && known.stored().equals(stored)) {
      return known;
    }
    EndedAnswer ended = new EndedAnswer(stored);
    shared.put(id, new Reference(ended, unused));
    return ended;
  }

  private void removeUnused() {
    for (Object gone = unused.poll(); gone != null; gone = unused.poll()) {
      if (gone instanceof Reference reference) {
        shared.remove(reference.messageId, reference);
      }
    }
  }

  private static final class Reference extends WeakReference<EndedAnswer> {
    private final long messageId;

    Reference(EndedAnswer answer, ReferenceQueue<EndedAnswer> queue) {
      super(answer, queue);
      this.messageId = answer.messageId();
    }
  }
}
