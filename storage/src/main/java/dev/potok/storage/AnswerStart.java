package dev.potok.storage;

import dev.potok.engine.AnswerStore.NewAnswer;
import dev.potok.engine.AnswerStore.Started;
import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.engine.ConflictException;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.protocol.AnswerTimes;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.protocol.WireJson;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Begins one answer, inside a transaction. */
final class AnswerStart {

  /** The longest title that a first message gives, in characters. */
  private static final int TITLE_CHARACTERS = 60;

  private final Handle handle;
  private final Owner owner;
  private final long now;

  AnswerStart(Handle handle, Owner owner, long now) {
    this.handle = handle;
    this.owner = owner;
    this.now = now;
  }

  Started start(NewAnswer answer) {
    ChatRow chat = chat(answer.chatId());
    // Before the check for a running answer: the repeat of a send must find its own.
    Optional<StoredAnswer> earlier = earlier(answer);
    if (earlier.isPresent()) {
      return new Started(earlier.get(), false);
    }
    checkNothingRuns(answer.chatId());
    MessageRead question =
        answer.content().isPresent()
            ? newQuestion(answer, chat, answer.content().get())
            : storedQuestion(answer);
    Beginning beginning = beginning(answer, question.id());
    MessageRead message =
        insert(
            answer.chatId(),
            OptionalLong.of(question.id()),
            Role.ASSISTANT,
            beginning.text(),
            MessageStatus.STREAMING,
            MessageMetadata.NONE
                .withModel(answer.model())
                .withThinkingText(beginning.thinking())
                .withTimes(AnswerTimes.NONE.goingOnFrom(beginning.times())));
    insertAnswer(answer, question.id(), message, chat);
    updateChat(answer.chatId(), message.id(), chat, question.content());
    return new Started(
        new StoredAnswer(owner, Optional.of(question), message, message, 0, Optional.empty()),
        true);
  }

  private ChatRow chat(long chatId) {
    return handle
        .createQuery(
            "SELECT title, active_leaf_id FROM chat"
                + " WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL")
        .bind("id", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> new ChatRow(row.getString(1), Rows.optionalLong(row, "active_leaf_id")))
        .findOne()
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.CHAT, chatId));
  }

  /** What the chat was before. */
  private record ChatRow(String title, OptionalLong activeLeaf) {}

  private Optional<StoredAnswer> earlier(NewAnswer answer) {
    return answer.clientMessageId().flatMap(id -> earlier(answer.chatId(), id, answer.digest()));
  }

  /** The answer that an earlier send under the same id has begun. */
  Optional<StoredAnswer> earlier(long chatId, String clientMessageId, String digest) {
    Optional<SendRow> send =
        handle
            .createQuery(
                """
                SELECT answer.message_id, answer.digest, answer.status, message.deleted_at
                FROM answer LEFT JOIN message ON message.id = answer.message_id
                WHERE answer.chat_id = :chat AND answer.client_message_id = :clientId
                  AND answer.owner_id = :owner
                """)
            .bind("chat", chatId)
            .bind("clientId", clientMessageId)
            .bind("owner", owner.id())
            .map((row, _) ->
                new SendRow(
                    row.getLong("message_id"),
                    row.getString("digest"),
                    row.getString("status").equals("deleted")
                        || Rows.optionalLong(row, "deleted_at").isPresent()))
            .findOne();
    if (send.isEmpty()) {
      return Optional.empty();
    }
    long messageId = send.get().messageId();
    if (!send.get().digest().equals(digest)) {
      throw new ConflictException(ConflictException.Kind.CLIENT_MESSAGE_ID_REUSED, messageId);
    }
    if (send.get().isDeleted()) {
      throw new ConflictException(ConflictException.Kind.MESSAGE_DELETED, messageId);
    }
    return StoredAnswers.find(handle, owner, chatId, messageId);
  }

  /** An earlier send under the same id. */
  private record SendRow(long messageId, String digest, boolean isDeleted) {}

  private void checkNothingRuns(long chatId) {
    handle
        .createQuery("SELECT id FROM message WHERE chat_id = :chat AND status = 'streaming'")
        .bind("chat", chatId)
        .mapTo(Long.class)
        .findOne()
        .ifPresent(id -> {
          throw new ConflictException(ConflictException.Kind.ANSWER_RUNNING, id);
        });
  }

  private MessageRead newQuestion(NewAnswer answer, ChatRow chat, String content) {
    return insert(
        answer.chatId(),
        placeOf(answer, chat),
        Role.USER,
        content,
        MessageStatus.COMPLETE,
        MessageMetadata.NONE);
  }

  /** What a new question follows. */
  private OptionalLong placeOf(NewAnswer answer, ChatRow chat) {
    if (answer.versionOf().isPresent()) {
      MessageRead edited = existing(answer.chatId(), answer.versionOf().getAsLong());
      if (edited.role() != Role.USER) {
        throw new ConflictException(ConflictException.Kind.NOT_EDITABLE, edited.id());
      }
      return edited.parentId();
    }
    if (answer.parentId().isPresent()) {
      existing(answer.chatId(), answer.parentId().getAsLong());
      return answer.parentId();
    }
    return chat.activeLeaf();
  }

  private MessageRead storedQuestion(NewAnswer answer) {
    long id = answer.parentId().orElseThrow();
    return SqliteMessageStore.find(handle, owner, answer.chatId(), id)
        .filter(question -> question.role() == Role.USER)
        .orElseThrow(() -> new ConflictException(ConflictException.Kind.NOT_ANSWERABLE, id));
  }

  /** What an answer says before the model says anything. */
  private record Beginning(String text, String thinking, AnswerTimes times) {
    static final Beginning NONE = new Beginning("", "", AnswerTimes.NONE);
  }

  /** The text of the answer that is gone on with: one that was cut short, and has some. */
  private Beginning beginning(NewAnswer answer, long questionId) {
    if (answer.continues().isEmpty()) {
      return Beginning.NONE;
    }
    MessageRead cut = existing(answer.chatId(), answer.continues().getAsLong());
    if (cut.role() != Role.ASSISTANT
        || !cut.parentId().equals(OptionalLong.of(questionId))
        || cut.content().isEmpty()
        || !wasCutShort(cut)) {
      throw new ConflictException(ConflictException.Kind.NOT_CONTINUABLE, cut.id());
    }
    MessageMetadata known = cut.metadata();
    return new Beginning(cut.content(), known.thinkingText().orElse(""), known.times());
  }

  private boolean wasCutShort(MessageRead answer) {
    return switch (answer.status()) {
      case STOPPED, INTERRUPTED, FAILED -> true;
      case STREAMING -> false;
      case COMPLETE ->
          handle
              .createQuery("SELECT finish_reason = 'length' FROM answer WHERE message_id = ?")
              .bind(0, answer.id())
              .mapTo(Boolean.class)
              .findOne()
              .orElse(false);
    };
  }

  private MessageRead existing(long chatId, long messageId) {
    return SqliteMessageStore.find(handle, owner, chatId, messageId)
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MESSAGE, messageId));
  }

  private MessageRead insert(
      long chatId,
      OptionalLong parent,
      Role role,
      String content,
      MessageStatus status,
      MessageMetadata metadata) {
    return handle
        .createQuery(
            """
            INSERT INTO message
              (owner_id, chat_id, parent_id, role, content, status, metadata, created_at)
            VALUES (:owner, :chat, :parent, :role, :content, :status, :metadata, :now)
            RETURNING *
            """)
        .bind("owner", owner.id())
        .bind("chat", chatId)
        .bind("parent", nullable(parent))
        .bind("role", role.wireName())
        .bind("content", content)
        .bind("status", status.wireName())
        .bind("metadata", WireJson.write(metadata))
        .bind("now", now)
        .map((row, _) -> Rows.message(row))
        .one();
  }

  private static @Nullable Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private void insertAnswer(NewAnswer answer, long questionId, MessageRead message, ChatRow chat) {
    handle
        .createUpdate(
            """
            INSERT INTO answer
              (message_id, owner_id, chat_id, user_message_id, model, client_message_id, digest,
               language, started_at, status, previous_leaf_id, new_question,
               begun_text, begun_thinking)
            VALUES (:message, :owner, :chat, :question, :model, :clientId, :digest, :language,
               :now, 'streaming', :previousLeaf, :newQuestion, :text,
               :thinking)
            """)
        .bind("message", message.id())
        .bind("owner", owner.id())
        .bind("chat", answer.chatId())
        .bind("question", questionId)
        .bind("model", answer.model())
        .bind("clientId", answer.clientMessageId().orElse(null))
        .bind("digest", answer.digest())
        .bind("language", answer.language().tag())
        .bind("now", now)
        .bind("previousLeaf", nullable(chat.activeLeaf()))
        .bind("newQuestion", answer.content().isPresent())
        .bind("text", message.content().length())
        .bind("thinking", message.metadata().thinkingText().orElse("").length())
        .execute();
  }

  private void updateChat(long chatId, long leaf, ChatRow chat, String question) {
    String title = chat.title().isEmpty() ? titleFrom(question) : chat.title();
    handle
        .createUpdate(
            """
            UPDATE chat
            SET active_leaf_id = :leaf, updated_at = :now,
                title_by = iif(title = '', 'words', title_by), title = :title, search_title = :search
            WHERE id = :id
            """)
        .bind("leaf", leaf)
        .bind("now", now)
        .bind("title", title)
        .bind("search", SqliteChatStore.searchable(title))
        .bind("id", chatId)
        .execute();
  }

  /** The first words of a message, on one line. */
  static String titleFrom(String content) {
    String line = content.strip().replaceAll("\\s+", " ");
    if (line.length() <= TITLE_CHARACTERS) {
      return line;
    }
    int space = line.lastIndexOf(' ', TITLE_CHARACTERS);
    int end = space > TITLE_CHARACTERS / 2 ? space : TITLE_CHARACTERS;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "…";
  }
}
