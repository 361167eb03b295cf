package dev.potok.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that work on a data folder: those by which a server finds it. */
final class DataFolderOptions {

  @Option(names = "--data-dir", paramLabel = "FOLDER")
  private @Nullable String dataDir;

  @Option(names = "--config", paramLabel = "FILE")
  private @Nullable String config;

  /** The folder, and the language to speak of it. */
  Settings.Place place(Map<String, String> environment, Console console) {
    return Settings.place(
        new Settings.Flags(null, null, dataDir, config),
        environment,
        Path.of(System.getProperty("user.home")),
        console.language());
  }
}
