package dev.potok.web.components;

import dev.potok.web.dom.FieldText;

/** How long a message can be, which the largest body that the server takes decides. */
final class MessageLimit {

  /** The longest message, in bytes of JSON; what stands beside it in the body has the rest. */
  static final int MAX_BYTES = (1 << 20) - 2048;

  /** The most bytes that JSON needs for one character. */
  private static final int BYTES_PER_CHARACTER = 6;

  private MessageLimit() {}

  /** Whether a text can be sent. Short ones are not counted. */
  static boolean fits(String text) {
    return text.length() <= MAX_BYTES / BYTES_PER_CHARACTER
        || FieldText.jsonBytes(text) <= MAX_BYTES;
  }
}
