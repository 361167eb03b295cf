package dev.potok.server.transfer;

import dev.potok.engine.Language;
import dev.potok.engine.Owner;
import dev.potok.engine.TransferStore.Place;
import dev.potok.engine.Transfers;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * Reads a chat for a file, a batch of messages at a time. Which messages these are is settled when
 * the source is made. Belongs to one thread.
 */
final class ChatSource {
  private final Transfers transfers;
  private final Owner owner;
  private final ChatRead chat;
  private final Language language;
  private final List<Long> shown;
  private final List<Place> places;

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
    this.shown = transfers.shown(owner, chat.id());
    this.places = transfers.places(owner, chat.id());
  }

  ChatRead chat() {
    return chat;
  }

  Language language() {
    return language;
  }

  /** The last message that is shown. */
  OptionalLong lastShown() {
    return shown.isEmpty() ? OptionalLong.empty() : OptionalLong.of(shown.getLast());
  }

  /** How many messages all branches have. */
  int count() {
    return places.size();
  }

  /** The messages that are shown, oldest first. */
  Iterable<MessageRead> shown() {
    return () -> new Batches(shown);
  }

  /** The messages of all branches, in the order of their ids. */
  Iterable<MessageRead> all() {
    Map<Long, OptionalLong> parents = new HashMap<>();
    places.forEach(place -> parents.put(place.id(), place.parentId()));
    List<Long> ids = places.stream().map(Place::id).toList();
    return () ->
        new Batches(ids) {
          @Override
          public MessageRead next() {
            MessageRead message = super.next();
            return message.withParentId(parents.getOrDefault(message.id(), OptionalLong.empty()));
          }
        };
  }

  /** Messages by their ids; those that are gone meanwhile are left out. */
  private class Batches implements Iterator<MessageRead> {
    private final List<Long> ids;
    private int place;
    private Iterator<MessageRead> batch = List.<MessageRead>of().iterator();

    Batches(List<Long> ids) {
      this.ids = ids;
    }

    @Override
    public boolean hasNext() {
      while (!batch.hasNext() && place < ids.size()) {
        int end = Math.min(ids.size(), place + Transfers.BATCH);
        batch = transfers.messages(owner, chat.id(), ids.subList(place, end)).iterator();
        place = end;
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
