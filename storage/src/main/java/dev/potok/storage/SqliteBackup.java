package dev.potok.storage;

import dev.potok.storage.BackupException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes all data into one file, while a server goes on or without one. The file holds everything
 * that was stored when the copy began; answers that were running are in it as they were then.
 */
public final class SqliteBackup {

  private SqliteBackup() {}

  /**
   * Writes a backup. It appears under its name when it is whole, checked and on the disk, or not at
   * all. Only its owner can read it.
   *
   * @param dataFolder the server's data folder
   * @param file the backup to write
   * @param replace whether a file of that name may be replaced
   * @return the length of the backup, in bytes
   * @throws BackupException if there is nothing to back up, or it cannot be written there
   */
  public static long write(Path dataFolder, Path file, boolean replace) {
    Path target = file.toAbsolutePath().normalize();
    Path database = dataFolder.resolve(SqliteStorage.FILE_NAME);
    if (!Files.exists(database)) {
      throw new BackupException(Reason.NO_DATABASE, dataFolder, "no " + database);
    }
    try {
      Path folder = checkedFolder(dataFolder, target, replace);
      try (DataFolderLock _ =
          DataFolderLock.toRead(dataFolder)
              .orElseThrow(() -> new BackupException(Reason.IN_USE, dataFolder, "restoring"))) {
        return write(new DatabaseFile(database), folder, target, replace);
      }
    } catch (IOException e) {
      throw new BackupException(Reason.UNUSABLE, target, e);
    }
  }

  private static Path checkedFolder(Path dataFolder, Path target, boolean replace)
      throws IOException {
    if (Files.isDirectory(target)) {
      throw new BackupException(Reason.IS_FOLDER, target, "a folder");
    }
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BackupException(Reason.NO_FOLDER, target, "no folder " + folder);
    }
    if (folder.toRealPath().startsWith(dataFolder.toRealPath())) {
      throw new BackupException(Reason.IN_DATA_FOLDER, target, "in " + dataFolder);
    }
    if (!replace && Files.exists(target)) {
      throw new BackupException(Reason.EXISTS, target, "exists");
    }
    return folder;
  }

  private static long write(DatabaseFile database, Path folder, Path target, boolean replace)
      throws IOException {
    Path part = Files.createTempFile(folder, "." + target.getFileName(), ".part");
    // For who ends the program in the middle.
    part.toFile().deleteOnExit();
    try {
      database.copyTo(part, target);
      checkWhole(part, target);
      long bytes = Files.size(part);
      if (replace) {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } else if (Files.exists(target)) {
        throw new BackupException(Reason.EXISTS, target, "exists");
      } else {
        Files.move(part, target);
      }
      DatabaseFile.force(folder);
      return bytes;
    } finally {
      DatabaseFile.delete(part);
    }
  }

  /** What the disk has taken is read once more. */
  private static void checkWhole(Path part, Path target) {
    try (Connection connection = new DatabaseFile(part).openToRead()) {
      List<String> faults = DatabaseFile.faults(connection);
      if (!faults.isEmpty()) {
        throw new BackupException(Reason.DAMAGED, target, String.join("; ", faults));
      }
    } catch (SQLException e) {
      throw new BackupException(Reason.UNUSABLE, target, e);
    }
  }
}
