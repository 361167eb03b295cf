package dev.potok.server.transfer;

import dev.potok.engine.Language;
import dev.potok.engine.Owner;
import dev.potok.engine.Transfers;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** Reads a chat for a file, a batch of messages at a time. Belongs to one thread. */
final class ChatSource {
  private final Transfers transfers;
  private final Owner owner;
  private final ChatRead chat;
  private final Language language;

  /**
   * A chat to be read.
   *
   * @param language the language of what the file says beside the chat
   */
  ChatSource(Transfers transfers, Owner owner, ChatRead chat, Language language) {
    this.transfers = transfers;
    this.owner = owner;
    this.chat = chat;
    this.language = language;
  }

  ChatRead chat() {
    return chat;
  }

  Language language() {
    return language;
  }

  /** The last message that is shown. */
  OptionalLong lastShown() {
    List<Long> ids = transfers.shown(owner, chat.id());
    return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.getLast());
  }

  /** The messages that are shown, oldest first. */
  Iterable<MessageRead> shown() {
    List<Long> ids = transfers.shown(owner, chat.id());
    return () ->
        new Batches() {
          private int next;

          @Override
          List<MessageRead> batch() {
            List<MessageRead> found = List.of();
            while (found.isEmpty() && next < ids.size()) {
              int end = Math.min(ids.size(), next + Transfers.BATCH);
              found = transfers.messages(owner, chat.id(), ids.subList(next, end));
              next = end;
            }
            return found;
          }
        };
  }

  /** The messages of all branches, in the order of their ids. */
  Iterable<MessageRead> all() {
    return () ->
        new Batches() {
          private long last;

          @Override
          List<MessageRead> batch() {
            List<MessageRead> found = transfers.messagesAfter(owner, chat.id(), last);
            last = found.isEmpty() ? last : found.getLast().id();
            return found;
          }
        };
  }

  /** Goes on to the next batch when one is used up; an empty one is the end. */
  private abstract static class Batches implements Iterator<MessageRead> {
    private Iterator<MessageRead> batch = List.<MessageRead>of().iterator();

    abstract List<MessageRead> batch();

    @Override
    public boolean hasNext() {
      if (!batch.hasNext()) {
        batch = batch().iterator();
      }
      return batch.hasNext();
    }

    @Override
    public MessageRead next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return batch.next();
    }
  }
}
