package dev.potok.server.openai;

import dev.potok.engine.ModelOutput;
import dev.potok.protocol.ToolCallDelta;
import dev.potok.server.http.Mailbox;
import dev.potok.server.http.Piece;

/** Makes a chunk of each piece of an answer and puts it into a mailbox, for the model's thread. */
final class ChunkOutput implements ModelOutput {
  private final Chunks chunks;
  private final Mailbox mailbox;

  ChunkOutput(Chunks chunks, Mailbox mailbox) {
    this.chunks = chunks;
    this.mailbox = mailbox;
  }

  @Override
  public void text(String delta) throws InterruptedException {
    mailbox.put(new Piece.Bytes(chunks.text(delta)));
  }

  @Override
  public void thinking(String delta) throws InterruptedException {
    mailbox.put(new Piece.Bytes(chunks.thinking(delta)));
  }

  @Override
  public void toolCall(ToolCallDelta delta) throws InterruptedException {
    mailbox.put(new Piece.Bytes(chunks.toolCall(delta)));
  }
}
