package dev.potok.chat;

import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import org.jspecify.annotations.Nullable;

/**
 * A message as a session shows it: a live view that the session changes, and a listener is told of.
 * The same object stays for a message from the moment it is sent until it leaves the list, while
 * its id changes from a local to a stored one.
 */
public final class ChatMessage {
  private final long key;
  private final Role role;
  private final GrowingText text = new GrowingText();
  private final GrowingText thinking = new GrowingText();
  private long id;
  private String createdAt = "";
  private MessageStatus status;
  private MessageMetadata metadata = MessageMetadata.NONE;

  /** A message that no server knows yet. */
  ChatMessage(long key, long localId, Role role, String content, MessageStatus status) {
    this.key = key;
    this.id = localId;
    this.role = role;
    this.status = status;
    text.set(content);
  }

  /** A stored message. */
  ChatMessage(long key, MessageRead stored) {
    this(key, stored.id(), stored.role(), stored.content(), stored.status());
    createdAt = stored.createdAt();
    metadata = withoutThinking(stored.metadata());
    thinking.set(thinkingOf(stored));
  }

  /** Names this object in its session, from 1; never changes and is never used twice. */
  public long key() {
    return key;
  }

  /** The stored message's id; negative as long as the server has not told it. */
  public long id() {
    return id;
  }

  /** Whether the server has not told the message's id yet. */
  public boolean isLocal() {
    return id < 0;
  }

  /** Who speaks. */
  public Role role() {
    return role;
  }

  /** The text so far. */
  public String text() {
    return text.toString();
  }

  /** Whether the text is empty. */
  public boolean isEmpty() {
    return text.length() == 0;
  }

  /** What the model thought so far, empty if nothing. */
  public String thinking() {
    return thinking.toString();
  }

  /** The time of creation, RFC 3339 in UTC; empty as long as the server has not told it. */
  public String createdAt() {
    return createdAt;
  }

  /** The state of the text. */
  public MessageStatus status() {
    return status;
  }

  /** What is known beside the text. */
  public MessageMetadata metadata() {
    return thinking.length() == 0 ? metadata : metadata.withThinkingText(thinking());
  }

  /** Whether this is an answer that has no text and will get none. */
  boolean isUnfinishedAndEmpty() {
    return role == Role.ASSISTANT && isEmpty() && isUnfinished();
  }

  /** Whether this is an answer that ended before its time. */
  boolean isUnfinished() {
    return switch (status) {
      case STOPPED, INTERRUPTED, FAILED -> true;
      case COMPLETE, STREAMING -> false;
    };
  }

  void appendText(String appended) {
    text.append(appended);
  }

  void appendThinking(String appended) {
    thinking.append(appended);
  }

  /** Gives the message its id before the rest of what is stored is known. */
  void becomes(long storedId) {
    id = storedId;
  }

  /** Gives the message another status; says whether it had another. */
  boolean becomes(MessageStatus next) {
    boolean differs = status != next;
    status = next;
    return differs;
  }

  /** Takes over what is stored, and tells a listener the least that leads there. */
  void becomes(MessageRead stored, ChatListener listener) {
    MessageMetadata known = withoutThinking(stored.metadata());
    boolean changed =
        id != stored.id()
            || status != stored.status()
            || !createdAt.equals(stored.createdAt())
            || !metadata.equals(known);
    id = stored.id();
    status = stored.status();
    createdAt = stored.createdAt();
    metadata = known;
    String moreText = text.set(stored.content());
    String moreThinking = thinking.set(thinkingOf(stored));
    if (changed) {
      listener.onChanged(this);
    }
    if (moreText == null || moreThinking == null) {
      listener.onTextReplaced(this);
      return;
    }
    if (!moreThinking.isEmpty()) {
      listener.onThinkingAppended(this, moreThinking);
    }
    if (!moreText.isEmpty()) {
      listener.onTextAppended(this, moreText);
    }
  }

  private static String thinkingOf(MessageRead stored) {
    return stored.metadata().thinkingText().orElse("");
  }

  /** The thinking is held once, where it grows. */
  private static MessageMetadata withoutThinking(MessageMetadata metadata) {
    return metadata.withThinkingText("");
  }

  @Override
  public String toString() {
    return role.wireName() + " " + id + " (" + status.wireName() + "): " + text;
  }

  /** A text that grows at its end without being copied for it. */
  private static final class GrowingText {
    private final StringBuilder characters = new StringBuilder();
    private @Nullable String whole = "";

    int length() {
      return characters.length();
    }

    void append(String more) {
      characters.append(more);
      whole = null;
    }

    /** Becomes the given text; gives what that appends, or null if it is another text. */
    @Nullable String set(String text) {
      String before = toString();
      if (text.startsWith(before)) {
        append(text.substring(before.length()));
        return text.substring(before.length());
      }
      characters.setLength(0);
      characters.append(text);
      whole = text;
      return null;
    }

    @Override
    public String toString() {
      String known = whole;
      if (known == null) {
        known = characters.toString();
        whole = known;
      }
      return known;
    }
  }
}
