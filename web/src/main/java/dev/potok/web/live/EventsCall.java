package dev.potok.web.live;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.StreamReply;
import java.util.Map;

/** Makes the call {@code GET /events}, whose reply comes later. */
@FunctionalInterface
public interface EventsCall {

  /**
   * Makes the call.
   *
   * @param after the position of the last change that is known, empty if none is
   * @param answers the answers to carry, and after which event of each
   */
  Cancellable open(String after, Map<Long, Long> answers, StreamReply reply);
}
