package dev.potok.web.live;

import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.protocol.Problem;
import java.util.List;

/** Keeps the codes of refusals, and nothing else. */
record Refusals(List<String> codes) implements StreamReply {
  @Override
  public void opened() {}

  @Override
  public void bytes(byte[] bytes, int offset, int length) {}

  @Override
  public void closed() {}

  @Override
  public void refused(Problem problem) {
    codes.add(problem.code());
  }

  @Override
  public void networkFailed(String reason) {}
}
