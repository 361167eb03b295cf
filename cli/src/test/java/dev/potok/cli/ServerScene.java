package dev.potok.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a test over HTTP has: a whole server of its own, with a model that does what it is told. */
abstract class ServerScene {
  @TempDir Path folder;
  private @Nullable TestServer server;

  @BeforeEach
  final void startServer() throws Exception {
    server = TestServer.start(folder, configuration());
  }

  @AfterEach
  final void closeServer() {
    server().close();
  }

  /** Further lines of the server's configuration. */
  String[] configuration() {
    return new String[0];
  }

  final TestServer server() {
    return Objects.requireNonNull(server);
  }
}
