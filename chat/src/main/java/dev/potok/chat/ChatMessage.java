package dev.potok.chat;

import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.List;
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
  private List<Long> versions = List.of();
  private boolean listed;

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
    versions = stored.versions();
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

  /**
   * The ids of the messages that can be shown in the place of this one, itself among them, oldest
   * first; empty if there is no other.
   */
  public List<Long> versions() {
    return versions;
  }

  /** Takes over the versions; only a history knows them. */
  void setVersions(List<Long> known, ChatListener listener) {
    if (!versions.equals(known)) {
      versions = known;
      if (listed) {
        listener.onChanged(this);
      }
    }
  }

  /** Is a new version, as far as is known, of a message in whose place it stands. */
  void addVersionTo(ChatMessage replaced, ChatListener listener) {
    List<Long> known = new ArrayList<>(replaced.versions);
    if (known.isEmpty()) {
      known.add(replaced.id);
    }
    if (!known.contains(id)) {
      known.add(id);
    }
    setVersions(List.copyOf(known), listener);
  }

  /** Whether this is an answer that ended before its time. */
  boolean isUnfinished() {
    return switch (status) {
      case STOPPED, INTERRUPTED, FAILED -> true;
      case COMPLETE, STREAMING -> false;
    };
  }

  /** Whether {@link ChatSession#continueAnswer} does something with this message. */
  public boolean canContinue() {
    return role == Role.ASSISTANT && isUnfinished() && !isEmpty() && !isLocal();
  }

  /** Whether this is an unfinished answer without text, which is of no use to anybody. */
  public boolean isEmptyRest() {
    return role == Role.ASSISTANT && isUnfinished() && isEmpty();
  }

  /** Whether the message is in the list; the listener hears only of those that are. */
  boolean isListed() {
    return listed;
  }

  void setListed(boolean listed) {
    this.listed = listed;
  }

  void grow(MessageDelta delta, ChatListener listener) {
    switch (delta.kind()) {
      case TEXT -> tell(text.append(delta.text()), "", listener);
      case THINKING -> tell("", thinking.append(delta.text()), listener);
    }
  }

  /** Takes over what is stored, and tells the listener the least that leads there. */
  void become(MessageRead stored, ChatListener listener) {
    takeFields(stored, listener);
    tell(text.set(stored.content()), thinking.set(thinkingOf(stored)), listener);
  }

  /** As {@link #become}, for an answer whose stream begins, or begins again, with this. */
  void restart(MessageRead soFar, ChatListener listener) {
    takeFields(soFar, listener);
    tell(text.restart(soFar.content()), thinking.restart(thinkingOf(soFar)), listener);
  }

  /** Takes the stored message's id, before the rest of it is known. */
  void become(long storedId, ChatListener listener) {
    id = storedId;
    if (listed) {
      listener.onChanged(this);
    }
  }

  /** Ends before its time, as far as is known here. */
  void become(MessageStatus status, ChatListener listener) {
    this.status = status;
    if (listed) {
      listener.onChanged(this);
    }
  }

  private void takeFields(MessageRead stored, ChatListener listener) {
    MessageMetadata known = withoutThinking(stored.metadata());
    boolean isSame =
        id == stored.id()
            && status == stored.status()
            && createdAt.equals(stored.createdAt())
            && metadata.equals(known);
    id = stored.id();
    status = stored.status();
    createdAt = stored.createdAt();
    metadata = known;
    if (listed && !isSame) {
      listener.onChanged(this);
    }
  }

  /** Null stands for a text that is another one now. */
  private void tell(
      @Nullable String moreText, @Nullable String moreThinking, ChatListener listener) {
    if (!listed) {
      return;
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
}
