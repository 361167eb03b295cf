package dev.potok.storage;

import dev.potok.protocol.PotokException;
import java.nio.file.Path;

/** A backup cannot be written, or cannot be restored, or the data cannot be checked. */
public final class BackupException extends PotokException {

  /** What stands in the way. */
  public enum Reason {
    /** The data folder holds no database. */
    NO_DATABASE,
    /** There is no such file. */
    NO_FILE,
    /** The folder to write to does not exist. */
    NO_FOLDER,
    /** A file of that name exists, and nobody has said to replace it. */
    EXISTS,
    /** A folder of that name exists. */
    IS_FOLDER,
    /** The backup would lie in the data folder, and be lost with it. */
    IN_DATA_FOLDER,
    /** The disk is full. */
    DISK_FULL,
    /** A server, a backup or a check uses the data folder. */
    IN_USE,
    /** The file is not an SQLite database. */
    NOT_A_DATABASE,
    /** The database is not one of Potok's. */
    NOT_OF_POTOK,
    /** A newer Potok has written it. */
    TOO_NEW,
    /** It is damaged. */
    DAMAGED,
    /** It cannot be read or written; the message says why. */
    UNUSABLE
  }

  private final Reason reason;
  private final Path path;

  BackupException(Reason reason, Path path, String detail) {
    super(detail);
    this.reason = reason;
    this.path = path;
  }

  BackupException(Reason reason, Path path, Exception cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.reason = reason;
    this.path = path;
  }

  /** What stands in the way. */
  public Reason reason() {
    return reason;
  }

  /** The file or folder that it is about. */
  public Path path() {
    return path;
  }
}
