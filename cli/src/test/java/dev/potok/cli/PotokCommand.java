package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.ShortRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of the jar that ends by itself.
 *
 * @param output what it printed, both streams together
 */
record PotokCommand(int exitCode, String output) {
  static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));

  /** How long a command may take on a machine that is busy with other tests, in seconds. */
  private static final long PATIENCE_SECONDS = 60;

  /**
   * Runs the jar in a folder.
   *
   * @param environment variables to set; those that a person may have set for themselves are
   *     removed
   */
  static PotokCommand run(Path folder, Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder builder = process(folder, environment, arguments);
    Path output = Files.createTempFile("potok-output", ".txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new PotokCommand(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /**
   * Runs the jar and kills it after a time, if it has not ended by itself.
   *
   * @return whether it was killed
   */
  static boolean killed(Path folder, Duration after, String... arguments) throws Exception {
    Process process =
        process(folder, Map.of(), arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return !ended;
  }

  private static ProcessBuilder process(
      Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ShortRun.ofJar(JAR.toAbsolutePath()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("POTOK_") || name.startsWith("XDG_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    return builder;
  }
}
