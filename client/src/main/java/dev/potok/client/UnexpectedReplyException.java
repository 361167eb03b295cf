package dev.potok.client;

/**
 * What replies is no Potok, or not one that this library understands: not JSON, a redirect, a page
 * of something in between, a stream that breaks its own rules. Trying again does not help; the
 * address may be wrong.
 */
public final class UnexpectedReplyException extends PotokClientException {

  UnexpectedReplyException(String message) {
    super(message);
  }

  UnexpectedReplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
