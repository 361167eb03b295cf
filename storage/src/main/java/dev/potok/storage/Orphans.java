package dev.potok.storage;

import dev.potok.engine.Language;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Sentences;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Ends the answers that a server left running when it died: each keeps the text that its log holds
 * and becomes interrupted; one without further text goes, its question stays. Inside a transaction,
 * before any answer begins.
 */
final class Orphans {
  private static final String CODE = "interrupted";

  private final Handle handle;
  private final OnFailure onFailure;
  private final long now;

  Orphans(Handle handle, OnFailure onFailure, long now) {
    this.handle = handle;
    this.onFailure = onFailure;
    this.now = now;
  }

  int interrupt() {
    List<MessageRead> streaming =
        handle
            .createQuery("SELECT * FROM message WHERE status = 'streaming'")
            .map((row, _) -> Rows.message(row))
            .list();
    for (MessageRead message : streaming) {
      interrupt(message);
    }
    return streaming.size();
  }

  private void interrupt(MessageRead message) {
    String added = logged(message.id(), "text");
    String thinking =
        message.metadata().thinkingText().orElse("") + logged(message.id(), "thinking");
    MessageMetadata metadata = message.metadata().withThinkingText(thinking);
    handle
        .createUpdate(
            """
            UPDATE message SET status = 'interrupted', content = :content, metadata = :metadata
            WHERE id = :id AND status = 'streaming'
            """)
        .bind("content", message.content() + added)
        .bind("metadata", WireJson.write(metadata))
        .bind("id", message.id())
        .execute();
    handle
        .createUpdate(
            """
            UPDATE answer
            SET ended_at = :now, status = 'interrupted', error_code = :code,
                error_message = :message, error_retryable = 1,
                last_seq = 1 + coalesce(
                  (SELECT max(seq) FROM answer_event WHERE message_id = :id), 1)
            WHERE message_id = :id
            """)
        .bind("now", now)
        .bind("code", CODE)
        .bind("message", Sentences.of(languageOf(message.id()), CODE))
        .bind("id", message.id())
        .execute();
    if (added.isEmpty() || onFailure == OnFailure.REMOVE) {
      SqliteMessageStore.withdraw(handle, message.id(), false);
    }
  }

  private Language languageOf(long messageId) {
    return handle
        .createQuery("SELECT language FROM answer WHERE message_id = ?")
        .bind(0, messageId)
        .mapTo(String.class)
        .findOne()
        .flatMap(Language::ofTag)
        .orElse(Language.ENGLISH);
  }

  private String logged(long messageId, String kind) {
    return String.join(
        "",
        handle
            .createQuery(
                """
                SELECT text FROM answer_event
                WHERE message_id = :id AND kind = :kind ORDER BY seq
                """)
            .bind("id", messageId)
            .bind("kind", kind)
            .mapTo(String.class)
            .list());
  }
}
