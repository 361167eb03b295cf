package dev.potok.web.live;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.OptionalLong;

/** The calls of a chat's session, of which every answer is read over the tabs' one line. */
public final class SharedTransport implements ChatTransport {
  private final ChatTransport calls;
  private final LiveHub hub;

  /** Makes all other calls by the given transport. */
  public SharedTransport(ChatTransport calls, LiveHub hub) {
    this.calls = calls;
    this.hub = hub;
  }

  @Override
  public boolean readsApart() {
    return true;
  }

  @Override
  public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
    return hub.read(messageId, afterSeq, reply);
  }

  @Override
  public Cancellable loadMessages(
      long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply) {
    return calls.loadMessages(chatId, before, limit, reply);
  }

  @Override
  public Cancellable deleteMessage(long chatId, long messageId, DoneReply reply) {
    return calls.deleteMessage(chatId, messageId, reply);
  }

  @Override
  public Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply) {
    return calls.stopAnswer(chatId, messageId, reply);
  }

  @Override
  public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
    return calls.send(chatId, request, reply);
  }

  @Override
  public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
    return calls.regenerate(chatId, messageId, reply);
  }

  @Override
  public Cancellable showVersion(long chatId, long messageId, DoneReply reply) {
    return calls.showVersion(chatId, messageId, reply);
  }

  @Override
  public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
    return calls.continueAnswer(chatId, messageId, reply);
  }
}
