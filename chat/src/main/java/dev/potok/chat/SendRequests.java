package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives every send a name of its own. Of a send whose fate is not known the name is kept: the same
 * text again is the same send, which the server does once.
 */
final class SendRequests {
  private final Supplier<String> clientMessageIds;
  private @Nullable SendRequest unsettled;

  SendRequests(Supplier<String> clientMessageIds) {
    this.clientMessageIds = clientMessageIds;
  }

  /** The unsettled send if this is the same, wherever that was to go; else a new one. */
  SendRequest of(
      String text, Optional<String> model, OptionalLong parentId, OptionalLong versionOf) {
    SendRequest open = unsettled;
    if (open != null
        && open.content().equals(text)
        && open.model().equals(model)
        && open.versionOf().equals(versionOf)) {
      return open;
    }
    return new SendRequest(text, clientMessageIds.get(), model, parentId, versionOf);
  }

  /** The fate of this send is not known; null if there is no such send any more. */
  void unsettled(@Nullable SendRequest request) {
    unsettled = request;
  }

  /**
   * A send whose fate was not known has arrived if the history has it.
   *
   * @return that send, or null
   */
  @Nullable SendRequest settleBy(List<MessageRead> history, Transcript transcript) {
    SendRequest open = unsettled;
    ChatMessage first = transcript.first();
    // What comes before the shown part is older than the send.
    long oldest = first == null ? 0 : first.id();
    if (open == null) {
      return null;
    }
    for (MessageRead stored : history) {
      if (stored.role() == Role.USER
          && stored.content().equals(open.content())
          && stored.id() > oldest
          && transcript.find(stored.id()) == null) {
        unsettled = null;
        return open;
      }
    }
    return null;
  }
}
