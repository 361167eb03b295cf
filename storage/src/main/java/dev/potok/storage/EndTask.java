package dev.potok.storage;

import dev.potok.engine.AnswerLog;
import dev.potok.engine.AnswerStore.Ending;
import dev.potok.engine.AnswerStore.Failure;
import dev.potok.engine.StorageException;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.PotokException;
import dev.potok.protocol.WireJson;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ends one answer: writes what still waits in its log, then its text and its lasting status. One
 * {@code UPDATE … WHERE status = 'streaming'} decides whether this is the end; if another came
 * first, nothing happens.
 *
 * <p>An answer that has no more text than it began with is not kept. One that failed takes its
 * question with it, so that the sender has it back.
 */
final class EndTask implements CommitThread.Task {
  private final AnswerLog log;
  private final Ending ending;
  private final long now;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private AnswerLog.Drained drained = AnswerLog.Drained.NOTHING;
  private @Nullable AnswerEvent event;

  EndTask(AnswerLog log, Ending ending, long now) {
    this.log = log;
    this.ending = ending;
    this.now = now;
  }

  /** Waits for the commit, whether the thread is interrupted or not. */
  boolean await() {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof PotokException cause ? cause : e;
    }
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public void write(Handle handle) throws SQLException {
    drained = log.drainToEnd();
    SqliteAnswerStore.insertEvents(handle, log.messageId(), drained.events());
    MessageRead message = message();
    if (!decide(handle, message)) {
      return;
    }
    long lastSeq = log.lastSeq() + 1;
    event = eventFor(message);
    storeEnd(handle, lastSeq);
    if (!isKept(message)) {
      SqliteMessageStore.withdraw(handle, message.id(), ending.status() == MessageStatus.FAILED);
    }
  }

  @Override
  public void committed() {
    AnswerEvent ended = event;
    if (ended == null) {
      log.publish();
    } else {
      log.publishEnd(ended);
    }
    result.complete(ended != null);
  }

  @Override
  public void failed(PotokException cause) {
    StorageException failure =
        cause instanceof StorageException storage
            ? storage
            : new StorageException("the end of an answer cannot be written", cause);
    log.takeBack(drained, failure);
    result.completeExceptionally(failure);
  }

  private MessageRead message() {
    MessageRead started = log.start().message();
    MessageMetadata metadata = started.metadata().withThinkingText(log.thinking());
    if (ending.tokens().isPresent()) {
      metadata = metadata.withTokens(ending.tokens().getAsLong());
    }
    metadata = metadata.withTimes(ending.times().goingOnFrom(metadata.times()));
    if (ending.status() == MessageStatus.FAILED && ending.error().isPresent()) {
      Failure failure = ending.error().get();
      metadata = metadata.withError(new MessageMetadata.Failure(failure.code(), failure.message()));
    }
    return started.withContent(log.text()).withStatus(ending.status()).withMetadata(metadata);
  }

  private boolean decide(Handle handle, MessageRead message) {
    return handle
            .createUpdate(
                """
                UPDATE message SET status = :status, content = :content, metadata = :metadata
                WHERE id = :id AND status = 'streaming'
                """)
            .bind("status", message.status().wireName())
            .bind("content", message.content())
            .bind("metadata", WireJson.write(message.metadata()))
            .bind("id", message.id())
            .execute()
        == 1;
  }

  private void storeEnd(Handle handle, long lastSeq) {
    handle
        .createUpdate(
            """
            UPDATE answer
            SET ended_at = :now, last_seq = :lastSeq, status = :status, finish_reason = :reason,
                error_code = :code, error_message = :message, error_retryable = :retryable
            WHERE message_id = :id
            """)
        .bind("now", now)
        .bind("lastSeq", lastSeq)
        .bind("status", ending.status().wireName())
        .bind("reason", ending.finishReason().map(FinishReason::wireName).orElse(null))
        .bind("code", ending.error().map(Failure::code).orElse(null))
        .bind("message", ending.error().map(Failure::message).orElse(null))
        .bind("retryable", ending.error().map(Failure::retryable).orElse(null))
        .bind("id", log.messageId())
        .execute();
  }

  private AnswerEvent eventFor(MessageRead message) {
    if (ending.error().isEmpty()) {
      return new MessageEnd(
          isKept(message) ? message : withoutText(message),
          ending.finishReason().orElse(FinishReason.STOP));
    }
    Failure failure = ending.error().get();
    return new AnswerError(
        failure.code(),
        failure.message(),
        failure.retryable(),
        isKept(message) ? Optional.of(message) : Optional.empty());
  }

  /** What is not kept is told as it is told to whoever asks later: of it, the model is known. */
  private static MessageRead withoutText(MessageRead message) {
    MessageMetadata known =
        message
            .metadata()
            .model()
            .map(MessageMetadata.NONE::withModel)
            .orElse(MessageMetadata.NONE);
    return message.withContent("").withMetadata(known);
  }

  private boolean isKept(MessageRead message) {
    boolean hasGrown = !message.content().equals(log.start().message().content());
    return message.status() == MessageStatus.COMPLETE || (hasGrown && !ending.unwanted());
  }
}
