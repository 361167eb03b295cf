package dev.potok.engine;

import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;

/** An answer that has ended, as its readers are told of it. Immutable; thread-safe. */
final class EndedAnswer {
  private final StoredAnswer stored;
  private final LoggedEvent start;
  private final LoggedEvent whole;
  private final LoggedEvent end;

  EndedAnswer(StoredAnswer stored) {
    this.stored = stored;
    this.start = new LoggedEvent(1, new MessageStart(stored.userMessage(), stored.begun()));
    this.whole =
        new LoggedEvent(
            stored.lastSeq() - 1,
            new MessageStart(
                stored.userMessage(), stored.message().withStatus(MessageStatus.STREAMING)));
    this.end = new LoggedEvent(stored.lastSeq(), endOf(stored));
  }

  private static AnswerEvent endOf(StoredAnswer stored) {
    return stored
        .end()
        .orElseThrow(() -> new StorageException("an ended answer without an end: " + stored));
  }

  StoredAnswer stored() {
    return stored;
  }

  long messageId() {
    return stored.message().id();
  }

  /** The start as it was. */
  LoggedEvent start() {
    return start;
  }

  /** A start that carries the whole text, under the last number before the end. */
  LoggedEvent whole() {
    return whole;
  }

  /** The end; its number is the last. */
  LoggedEvent end() {
    return end;
  }
}
