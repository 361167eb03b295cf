package dev.potok.client;

/**
 * The thread was interrupted while it waited for the server; its interrupt flag is set again. An
 * answer that was being read goes on at the server, and its {@link Answer} can be read further
 * where it was, once the flag is cleared.
 */
public final class WaitInterruptedException extends PotokClientException {

  WaitInterruptedException(InterruptedException cause) {
    super("interrupted while waiting for the server", cause);
  }

  /** Sets the thread's flag again. */
  static WaitInterruptedException of(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new WaitInterruptedException(cause);
  }
}
