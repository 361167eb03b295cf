package dev.potok.protocol;

/** The root of every exception that Potok throws on purpose. */
public abstract class PotokException extends RuntimeException {

  protected PotokException(String message) {
    super(message);
  }

  protected PotokException(String message, Throwable cause) {
    super(message, cause);
  }
}
