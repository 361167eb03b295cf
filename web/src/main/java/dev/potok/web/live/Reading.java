package dev.potok.web.live;

import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.protocol.AnswerEventEncoder;

/** One answer that this tab reads, as JSON lines, from the line that all tabs share. */
final class Reading {
  private final long messageId;
  private final StreamReply reply;
  private final Position position;
  private boolean connected;
  private long lookedAt;

  Reading(long messageId, long after, StreamReply reply) {
    this.messageId = messageId;
    this.reply = reply;
    this.position = new Position(after);
  }

  long messageId() {
    return messageId;
  }

  Position position() {
    return position;
  }

  /** Whether nothing has come since this was asked last. */
  boolean isIdle() {
    boolean isIdle = lookedAt == position.at();
    lookedAt = position.at();
    return isIdle;
  }

  /** The line is connected, or is not; each is told once. */
  void connected(boolean isConnected) {
    if (isConnected && !connected) {
      connected = true;
      reply.opened();
    } else if (!isConnected && connected) {
      connected = false;
      reply.reconnecting();
    }
  }

  /** Something was heard on the line that is not for this reading. */
  void heard() {
    byte[] blank = AnswerEventEncoder.jsonLinesPing();
    reply.bytes(blank, 0, blank.length);
  }

  /** Hands on an event that is the next one; {@link Position#take} has said so. */
  void tell(String line) {
    byte[] bytes = AnswerEventEncoder.jsonLine(line);
    reply.bytes(bytes, 0, bytes.length);
  }

  StreamReply reply() {
    return reply;
  }
}
