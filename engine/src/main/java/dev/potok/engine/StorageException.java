package dev.potok.engine;

import dev.potok.protocol.PotokException;

/** What should be stored could not be, or what is stored could not be read. */
public final class StorageException extends PotokException {

  /** A failure of the storage. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure of the storage that is not another's. */
  public StorageException(String message) {
    super(message);
  }
}
