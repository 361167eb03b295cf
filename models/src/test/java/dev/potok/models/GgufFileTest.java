package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufFileTest {
  private static final byte[] GGUF_3 = {'G', 'G', 'U', 'F', 3, 0, 0, 0};

  @TempDir Path folder;

  @Test
  void aFileIsNamedWithoutItsEnding() throws IOException {
    assertThat(new GgufFile(write("tiny-q4.gguf", GGUF_3)).name()).isEqualTo("tiny-q4");
    assertThat(new GgufFile(write("blob", GGUF_3)).name()).isEqualTo("blob");
  }

  @Test
  void whatIsNoGgufFileIsRefusedWithItsPath() throws IOException {
    assertRefused(folder.resolve("none.gguf"), "there is no such file");
    assertRefused(folder, "this is not a file");
    assertRefused(write("empty.gguf", new byte[0]), "this one is too short");
    assertRefused(write("page.gguf", "<html></html>".getBytes(UTF_8)), "does not begin with GGUF");
    assertRefused(
        write("old.gguf", new byte[] {'G', 'G', 'U', 'F', 1, 0, 0, 0}), "version 2 or 3, not 1");
  }

  @ParameterizedTest
  @CsvSource({"Linux, amd64", "Linux, aarch64", "Mac OS X, aarch64", "Windows 11, amd64"})
  void computersWithANativeLibraryAreTaken(String system, String processor) throws IOException {
    GgufProvider.checkPlatform(new GgufFile(write("a.gguf", GGUF_3)), system, processor);
  }

  @ParameterizedTest
  @CsvSource({"Linux, riscv64", "FreeBSD, amd64", "Windows 11, aarch64"})
  void anotherComputerIsNamed(String system, String processor) throws IOException {
    GgufFile file = new GgufFile(write("a.gguf", GGUF_3));
    assertThatThrownBy(() -> GgufProvider.checkPlatform(file, system, processor))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("this is " + system + " on " + processor);
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> new GgufFile(path))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("expected: a GGUF file")
        .hasMessageContaining(why);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
