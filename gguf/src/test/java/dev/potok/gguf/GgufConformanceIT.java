package dev.potok.gguf;

import dev.potok.models.conformance.ProviderConformance;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, its HTTP and its engine, with a scripted model in the place of llama.cpp. What
 * only a provider's server can do has no place here: there are no keys to refuse, no limits of
 * rates, and nothing stands between the process and its parent.
 */
@Timeout(60)
class GgufConformanceIT extends ProviderConformance {

  @TempDir static Path folder;

  private static final GgufWire WIRE = new GgufWire(() -> folder, classPath());

  GgufConformanceIT() {
    super(WIRE);
  }

  @AfterAll
  static void close() {
    WIRE.close();
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }
}
