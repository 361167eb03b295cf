package dev.potok.storage;

import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.engine.Owner;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds answers as they are stored, whether they run, have ended, or left no message. */
final class StoredAnswers {

  private StoredAnswers() {}

  /** An answer; empty if there is none, or if its message was deleted by its owner. */
  static Optional<StoredAnswer> find(Handle handle, Owner owner, long chatId, long messageId) {
    Optional<Row> row =
        handle
            .createQuery(
                """
                SELECT * FROM answer
                WHERE message_id = :id AND chat_id = :chat AND owner_id = :owner
                  AND EXISTS
                    (SELECT 1 FROM chat WHERE chat.id = chat_id AND chat.deleted_at IS NULL)
                """)
            .bind("id", messageId)
            .bind("chat", chatId)
            .bind("owner", owner.id())
            .map((result, _) -> Row.of(result))
            .findOne();
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Optional<MessageRead> stored = SqliteMessageStore.find(handle, owner, chatId, messageId);
    if (stored.isEmpty() && wasDeleted(handle, row.get(), messageId)) {
      return Optional.empty();
    }
    return Optional.of(answer(handle, owner, chatId, messageId, row.get(), stored));
  }

  private static boolean wasDeleted(Handle handle, Row row, long messageId) {
    return row.status().equals("deleted")
        || handle
            .createQuery("SELECT EXISTS (SELECT 1 FROM message WHERE id = ?)")
            .bind(0, messageId)
            .mapTo(Boolean.class)
            .one();
  }

  private static StoredAnswer answer(
      Handle handle,
      Owner owner,
      long chatId,
      long messageId,
      Row row,
      Optional<MessageRead> stored) {
    Optional<MessageRead> question =
        SqliteMessageStore.find(handle, owner, chatId, row.userMessageId());
    MessageRead message = stored.orElseGet(() -> row.withoutText(chatId, messageId));
    Optional<AnswerEvent> end =
        message.status() == MessageStatus.STREAMING
            ? Optional.empty()
            : Optional.of(row.end(message, stored.isPresent()));
    return new StoredAnswer(owner, question, message, row.begun(message), row.lastSeq(), end);
  }

  /** What the table {@code answer} knows. */
  private record Row(
      String status,
      long userMessageId,
      String model,
      long startedAt,
      long lastSeq,
      Optional<String> finishReason,
      Optional<String> errorCode,
      Optional<String> errorMessage,
      boolean retryable,
      int begunText,
      int begunThinking) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("status"),
          row.getLong("user_message_id"),
          row.getString("model"),
          row.getLong("started_at"),
          row.getLong("last_seq"),
          optional(row.getString("finish_reason")),
          optional(row.getString("error_code")),
          optional(row.getString("error_message")),
          row.getBoolean("error_retryable"),
          row.getInt("begun_text"),
          row.getInt("begun_thinking"));
    }

    private static Optional<String> optional(@Nullable String value) {
      return Optional.ofNullable(value);
    }

    /** The answer as it was announced, for one that was not kept since it had no text. */
    MessageRead withoutText(long chatId, long messageId) {
      return new MessageRead(
          messageId,
          chatId,
          OptionalLong.of(userMessageId),
          Role.ASSISTANT,
          "",
          Rows.time(startedAt),
          MessageStatus.valueOf(status.toUpperCase(Locale.ROOT)),
          MessageMetadata.NONE.withModel(model));
    }

    /** The answer as it began: of what is known at the end, only the model was known. */
    MessageRead begun(MessageRead message) {
      String thinking = message.metadata().thinkingText().orElse("");
      return message
          .withContent(prefix(message.content(), begunText))
          .withStatus(MessageStatus.STREAMING)
          .withMetadata(
              MessageMetadata.NONE
                  .withModel(model)
                  .withThinkingText(prefix(thinking, begunThinking)));
    }

    private static String prefix(String text, int length) {
      return text.substring(0, Math.min(text.length(), length));
    }

    AnswerEvent end(MessageRead message, boolean isStored) {
      if (errorCode.isPresent()) {
        return new AnswerError(
            errorCode.get(),
            errorMessage.orElse(""),
            retryable,
            isStored ? Optional.of(message) : Optional.empty());
      }
      FinishReason reason =
          finishReason
              .map(name -> FinishReason.valueOf(name.toUpperCase(Locale.ROOT)))
              .orElse(FinishReason.STOP);
      return new MessageEnd(message, reason);
    }
  }
}
