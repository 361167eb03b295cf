package dev.potok.cli;

import dev.potok.models.GgufFile;
import dev.potok.protocol.ModelRead;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the page and the API until the process is told to end. */
@Command(name = "serve", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  /** How many models are named at the start; the rest are counted. */
  private static final int MODELS_NAMED = 12;

  private final Map<String, String> environment;
  private final Console console;

  @Option(names = "--port", paramLabel = "PORT")
  private @Nullable String port;

  @Option(names = "--host", paramLabel = "ADDRESS")
  private @Nullable String host;

  @Option(names = "--data-dir", paramLabel = "FOLDER")
  private @Nullable String dataDir;

  @Option(names = "--config", paramLabel = "FILE")
  private @Nullable String config;

  @Option(names = "--gguf", paramLabel = "FILE")
  private @Nullable String gguf;

  ServeCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Logging.configure();
    Settings settings =
        Settings.read(
            new Settings.Flags(port, host, dataDir, config, gguf),
            environment,
            Path.of(System.getProperty("user.home")),
            console.language());
    Console speaking = console.in(settings.language());
    // A file that is no model is refused before anything is said.
    settings
        .gguf()
        .map(model -> new GgufFile(model.file()))
        .ifPresent(file -> speaking.say("gguf_loading", file.path().toString()));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("potok-shutdown").unstarted(() -> end(asked, closed)));
    try (Application application = Application.start(settings)) {
      introduce(application, settings, speaking);
      asked.await();
      speaking.say("stopping");
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof BindException)) {
        throw e;
      }
      speaking.warn("port_in_use", Integer.toString(settings.server().port()));
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      closed.countDown();
    }
    return 0;
  }

  /** Asks for the end and waits for it: the process must not be gone before all is stored. */
  private static void end(CountDownLatch asked, CountDownLatch closed) {
    asked.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void introduce(Application application, Settings settings, Console console)
      throws InterruptedException {
    String host = settings.server().host();
    String name =
        host.equals("127.0.0.1") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    console.say("address", "http://" + name + ":" + application.port() + "/");
    console.say("data", settings.dataFolder().toString());
    List<ModelRead> models = application.models();
    for (ModelRead model : models.stream().limit(MODELS_NAMED).toList()) {
      console.say(model.isDefault() ? "default_model" : "model", model.id(), model.name());
    }
    if (models.size() > MODELS_NAMED) {
      console.say("more_models", models.size() - MODELS_NAMED);
    }
    if (models.size() <= 1 && settings.models().isEmpty()) {
      console.say("only_guide");
    }
  }
}
