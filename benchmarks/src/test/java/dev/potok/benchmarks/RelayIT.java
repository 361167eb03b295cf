package dev.potok.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The load of the benchmark, for a short time: what it costs does not matter here, the text does.
 */
@Timeout(120)
class RelayIT {
  private static final int STREAMS = 200;
  private static final int TOKENS = 200;

  @TempDir Path data;

  @Test
  void twoHundredStreamsAtOnceLoseAndReorderNothing() throws Exception {
    try (ScriptedModelServer model = ScriptedModelServer.start();
        RelayServer potok = RelayServer.start(jar(), data, model)) {
      model.script(Script.numbered(TOKENS).rate(50));
      List<StreamCheck> checks = potok.run(STREAMS, TOKENS);
      assertThat(checks).hasSize(STREAMS).allMatch(StreamCheck::isWhole);
    }
  }

  private static Path jar() {
    return Path.of(System.getProperty("potok.jar"));
  }
}
