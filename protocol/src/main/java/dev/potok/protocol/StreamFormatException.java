package dev.potok.protocol;

/** The bytes of a stream break its format or a limit. What came before them was read. */
public final class StreamFormatException extends PotokException {

  StreamFormatException(String message) {
    super(message);
  }
}
