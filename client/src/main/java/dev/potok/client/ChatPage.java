package dev.potok.client;

import dev.potok.protocol.ChatRead;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list of chats.
 *
 * @param chats the chats, the one with the newest message first
 * @param nextCursor where the next page begins; absent on the last
 */
public record ChatPage(List<ChatRead> chats, Optional<String> nextCursor) {

  public ChatPage {
    chats = List.copyOf(chats);
  }
}
