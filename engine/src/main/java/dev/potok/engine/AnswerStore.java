package dev.potok.engine;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerTimes;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where answers and their logs are kept. Everything that is written goes through one thread, which
 * commits together what many ask for: the commit thread. Thread-safe; throws {@link
 * StorageException}.
 */
public interface AnswerStore {

  /**
   * Stores the beginning of an answer, durably, in one transaction: the user's message if there is
   * a new one, the empty answer and its state. Blocks until it is committed.
   *
   * @param beforeCommit is told the new answer on the commit thread, before anybody else can see it
   * @return the new answer, or the earlier one of the same {@code clientMessageId}
   * @throws ConflictException if an answer is running in the chat, if the id was used before with
   *     other fields, or if what it made is deleted
   * @throws NotFoundException if the chat or the parent does not exist
   */
  Started start(Owner owner, NewAnswer answer, Consumer<StoredAnswer> beforeCommit);

  /**
   * The answer that an earlier send under the same id has begun.
   *
   * @throws ConflictException if the id was used with other fields, or what it made is deleted
   */
  Optional<StoredAnswer> findSend(Owner owner, long chatId, String clientMessageId, String digest);

  /**
   * Asks for the log's pending events to go into the next commit. Returns at once; the log is told
   * on the commit thread how it went.
   */
  void append(AnswerLog log);

  /**
   * Ends an answer, durably, if nobody else has ended it before. Blocks until it is committed; the
   * log is told the end on the commit thread.
   *
   * @return whether this call was the one that ended it
   */
  boolean end(AnswerLog log, Ending ending);

  /**
   * Ends every answer that no thread owns, as a start of the server finds them.
   *
   * @param onFailure what becomes of those that have text
   */
  int interruptOrphans(OnFailure onFailure);

  /** A stored answer; empty if there is none or its chat is gone. */
  Optional<StoredAnswer> find(Owner owner, long chatId, long messageId);

  /** The chat in which a message was announced as an answer; empty if there is no such answer. */
  OptionalLong chatOf(Owner owner, long messageId);

  /**
   * Committed deltas after a number, in their order.
   *
   * @param characters how much text is wanted; with the last event it may be a little more
   */
  List<LoggedEvent> events(long messageId, long after, int characters);

  /** Removes the logs of answers that ended before the given time. */
  int purgeLogs(Instant endedBefore);

  /**
   * What begins an answer.
   *
   * @param content the user's new message; empty to answer {@code parentId} once more
   * @param parentId the message that the user's new message follows, or that is answered; empty for
   *     the chat's active leaf
   * @param versionOf the user's message that the new one is another version of: it follows the same
   *     message, or none
   * @param continues the unfinished answer whose text and thinking the new one begins with
   * @param model the full id of the model
   * @param clientMessageId the sender's own id of this send
   * @param digest tells two requests under one id apart
   * @param language the language of what goes wrong
   */
  record NewAnswer(
      long chatId,
      Optional<String> content,
      OptionalLong parentId,
      OptionalLong versionOf,
      OptionalLong continues,
      String model,
      Optional<String> clientMessageId,
      String digest,
      Language language) {}

  /**
   * A started answer.
   *
   * @param answer the answer
   * @param isNew whether this call began it
   */
  record Started(StoredAnswer answer, boolean isNew) {}

  /**
   * An answer as it is stored.
   *
   * @param owner whose it is
   * @param userMessage the message that is answered, absent if it was removed
   * @param message the answer; if {@code removed}, as it was announced
   * @param begun the answer as it began: empty, or with the text of the one it continues
   * @param lastSeq the number of the end; 0 while the answer runs
   * @param end how the answer ended; empty while it runs
   */
  record StoredAnswer(
      Owner owner,
      Optional<MessageRead> userMessage,
      MessageRead message,
      MessageRead begun,
      long lastSeq,
      Optional<AnswerEvent> end) {}

  /**
   * How an answer is to end.
   *
   * @param status the answer's lasting status
   * @param finishReason why it ended, where it did not fail
   * @param error what to tell the readers, where it failed
   * @param tokens how many tokens it has
   * @param times how long it took
   * @param unwanted whether the answer is to go even if it has text
   */
  record Ending(
      MessageStatus status,
      Optional<FinishReason> finishReason,
      Optional<Failure> error,
      OptionalLong tokens,
      AnswerTimes times,
      boolean unwanted) {}

  /** What readers are told of a failed answer. */
  record Failure(String code, String message, boolean retryable) {}
}
