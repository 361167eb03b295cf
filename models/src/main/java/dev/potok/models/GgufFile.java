package dev.potok.models;

import dev.potok.engine.InvalidFieldException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with a model for llama.cpp.
 *
 * @param path where it is
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>
 */
public record GgufFile(Path path) {

  /** The four characters {@code GGUF} that every such file begins with. */
  private static final int MAGIC = 0x47475546;

  /** Of the format; all files since October 2023 are of the last. */
  private static final int FIRST_VERSION = 2;

  private static final int LAST_VERSION = 3;

  private static final String ENDING = ".gguf";

  /**
   * Checks the beginning of the file, which costs nothing; whether it is whole shows when it is
   * loaded.
   *
   * @throws InvalidFieldException if there is no such file, or it is of another kind
   */
  public GgufFile {
    path = path.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw wrong(
          path,
          Files.exists(path)
              ? "a GGUF file; this is not a file"
              : "a GGUF file; there is no such file");
    }
    int magic;
    int version;
    try (InputStream in = Files.newInputStream(path);
        DataInputStream numbers = new DataInputStream(in)) {
      magic = numbers.readInt();
      version = Integer.reverseBytes(numbers.readInt());
    } catch (EOFException e) {
      throw wrong(path, "a GGUF file; this one is too short");
    } catch (IOException e) {
      throw wrong(path, "a GGUF file that can be read; this one cannot: " + e);
    }
    if (magic != MAGIC) {
      throw wrong(path, "a GGUF file; this one does not begin with GGUF");
    }
    if (version < FIRST_VERSION || version > LAST_VERSION) {
      throw wrong(
          path,
          "a GGUF file of version " + FIRST_VERSION + " or " + LAST_VERSION + ", not " + version);
    }
  }

  /** The file's name without its ending. */
  public String name() {
    String name = path.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static InvalidFieldException wrong(Path path, String expected) {
    return new InvalidFieldException("gguf", path.toString(), expected);
  }
}
