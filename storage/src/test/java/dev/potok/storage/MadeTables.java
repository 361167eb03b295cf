package dev.potok.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens data folders whose tables are made already: to make them takes longer than most tests. */
final class MadeTables {
  private static final byte[] FILE = make();

  private MadeTables() {}

  private static byte[] make() {
    try {
      Path folder = Files.createTempDirectory("made-tables");
      SqliteStorage.open(folder, InstantSource.system()).close();
      Path file = folder.resolve(SqliteStorage.FILE_NAME);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(folder.resolve("potok.lock"));
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a folder as {@link SqliteStorage#open}; one without data is given empty tables before.
   */
  static SqliteStorage open(Path folder, InstantSource clock) {
    Path file = folder.resolve(SqliteStorage.FILE_NAME);
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(folder);
        Files.write(file, FILE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SqliteStorage.open(folder, clock);
  }
}
