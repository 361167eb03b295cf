package dev.potok.client;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The call that an answer begins with.
 *
 * @param path its path
 * @param body what it sends; one that asks for no answer but reads one sends nothing
 * @param isRepeatable whether it does its work once, however often it is made
 * @param messageId the answer, where it is known before
 * @param afterSeq the event that is known, where the answer is
 */
record Opening(
    String path,
    Optional<String> body,
    boolean isRepeatable,
    OptionalLong messageId,
    OptionalLong afterSeq) {

  /** A call that may be made again as long as its reply is missing. */
  static Opening repeatable(String path, String body) {
    return new Opening(path, Optional.of(body), true, OptionalLong.empty(), OptionalLong.empty());
  }

  /** A call that may have to be made once only. */
  static Opening once(String path, String body) {
    return new Opening(path, Optional.of(body), false, OptionalLong.empty(), OptionalLong.empty());
  }

  /** The reading of an answer that is there. */
  static Opening known(String messagePath, long messageId, OptionalLong afterSeq) {
    return new Opening(
        messagePath + "/stream", Optional.empty(), true, OptionalLong.of(messageId), afterSeq);
  }
}
