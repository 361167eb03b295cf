package dev.potok.storage;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who uses a data folder, over all processes of a machine: two ranges of the file {@code
 * potok.lock}, which the system gives back when a process dies.
 *
 * <p>One process at a time writes: two servers on one file would each take the other's running
 * answers for abandoned. Any number read meanwhile. While the files are exchanged nobody does
 * either: SQLite of a reader that still has the old file open would remove the log of the new one.
 *
 * <p>A process opens the file once: closing it gives back everything the process holds of it.
 */
final class DataFolderLock implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DataFolderLock.class.getName());

  private static final long WRITER = 0;
  private static final long READERS = 1;

  private final FileChannel file;
  private final List<FileLock> taken = new ArrayList<>(2);

  private DataFolderLock(FileChannel file) {
    this.file = file;
  }

  /**
   * The right to write; empty if another has it.
   *
   * @throws IOException if the folder does not exist or the file in it cannot be opened
   */
  static Optional<DataFolderLock> toWrite(Path folder) throws IOException {
    DataFolderLock lock = open(folder);
    return lock.take(WRITER, false) ? Optional.of(lock) : lock.refused();
  }

  /**
   * The right to read while another writes; empty if the files are being exchanged.
   *
   * @throws IOException as {@link #toWrite}
   */
  static Optional<DataFolderLock> toRead(Path folder) throws IOException {
    DataFolderLock lock = open(folder);
    return lock.take(READERS, true) ? Optional.of(lock) : lock.refused();
  }

  /**
   * The right to exchange the files; empty if another writes or reads.
   *
   * @throws IOException as {@link #toWrite}
   */
  static Optional<DataFolderLock> toReplace(Path folder) throws IOException {
    DataFolderLock lock = open(folder);
    return lock.take(WRITER, false) && lock.take(READERS, false)
        ? Optional.of(lock)
        : lock.refused();
  }

  /** Adds the right to write to that to read; false if another has it. */
  boolean addWrite() throws IOException {
    return take(WRITER, false);
  }

  /** Gives back what was taken last. */
  void giveBackLast() throws IOException {
    taken.removeLast().release();
  }

  private static DataFolderLock open(Path folder) throws IOException {
    return new DataFolderLock(
        FileChannel.open(
            folder.resolve("potok.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  private boolean take(long place, boolean shared) throws IOException {
    try {
      FileLock lock = file.tryLock(place, 1, shared);
      if (lock != null) {
        taken.add(lock);
      }
      return lock != null;
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "this process uses the data folder already", e);
      return false;
    }
  }

  private Optional<DataFolderLock> refused() throws IOException {
    close();
    return Optional.empty();
  }

  /** Gives back what was taken. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
