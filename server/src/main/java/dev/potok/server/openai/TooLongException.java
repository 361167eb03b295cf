package dev.potok.server.openai;

import dev.potok.protocol.PotokException;

/** The model has said as much as an answer in one piece may hold. */
final class TooLongException extends PotokException {
  TooLongException() {
    super("an answer of more than " + WholeOutput.MAX_CHARACTERS + " characters");
  }
}
