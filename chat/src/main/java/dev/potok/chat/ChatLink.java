package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/** One chat at its server, and what a call to it may have to wait for. */
record ChatLink(long chatId, ChatTransport transport, Scheduler scheduler, DoubleSupplier random) {

  Cancellable load(OptionalLong before, int limit, ChatTransport.Reply<List<MessageRead>> reply) {
    return transport.loadMessages(chatId, before, limit, reply);
  }

  Cancellable delete(long messageId, ChatTransport.DoneReply reply) {
    return transport.deleteMessage(chatId, messageId, reply);
  }

  Cancellable stop(long messageId, ChatTransport.Reply<MessageRead> reply) {
    return transport.stopAnswer(chatId, messageId, reply);
  }

  Cancellable send(SendRequest request, ChatTransport.StreamReply reply) {
    return transport.send(chatId, request, reply);
  }

  Cancellable regenerate(long messageId, ChatTransport.StreamReply reply) {
    return transport.regenerate(chatId, messageId, reply);
  }

  Cancellable continueAnswer(long messageId, ChatTransport.StreamReply reply) {
    return transport.continueAnswer(chatId, messageId, reply);
  }

  Cancellable showVersion(long messageId, ChatTransport.DoneReply reply) {
    return transport.showVersion(chatId, messageId, reply);
  }

  boolean readsApart() {
    return transport.readsApart();
  }

  Cancellable read(long messageId, long afterSeq, ChatTransport.StreamReply reply) {
    return transport.readAnswer(chatId, messageId, afterSeq, reply);
  }

  Backoff backoff() {
    return new Backoff(random);
  }
}
