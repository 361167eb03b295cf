package dev.potok.testkit.torture;

import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.ScriptedModelServer;
import dev.potok.testkit.history.Entry;
import dev.potok.testkit.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The server that is tortured, in a process of its own, and the model that it asks. */
final class Arena implements AutoCloseable {
  private final ScriptedModelServer model = ScriptedModelServer.start();
  private final PotokProcess potok;
  private final Tally tally;
  private int modelAsked;

  /**
   * Starts both.
   *
   * @param launch Java's arguments up to the main class or the jar
   * @param folder an empty folder for the data and the configuration
   */
  Arena(List<String> launch, Path folder, Tally tally) throws InterruptedException {
    this.tally = tally;
    try {
      Path configuration = folder.resolve("torture.yaml");
      Files.writeString(
          configuration,
          """
          find-local-models: false
          models:
            - name: test
              base-url: %s
              models: [numbered]
          """
              .formatted(model.baseUrl()));
      potok =
          PotokProcess.launch(
              launch,
              folder.resolve("data"),
              Map.of("LC_ALL", "C.UTF-8"),
              "--config",
              configuration.toString());
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException(e);
    } catch (InterruptedException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Ends the server in order and starts it again, so that it leaves the archive of loaded classes
   * which later starts are quicker by; one that is killed leaves none.
   */
  void warmUp() throws InterruptedException {
    potok.terminate();
    potok.restart();
  }

  int port() {
    return potok.port();
  }

  ScriptedModelServer model() {
    return model;
  }

  Tally tally() {
    return tally;
  }

  /** The messages that the model was asked to answer since this was last called. */
  List<String> modelWasAsked() {
    List<RecordedRequest> all = model.completions();
    List<String> contents =
        all.subList(modelAsked, all.size()).stream()
            .map(request -> request.json().objects("messages").getLast().string("content"))
            .toList();
    modelAsked = all.size();
    return contents;
  }

  /** What the server has printed since its last start. */
  String output() {
    return potok.output();
  }

  /**
   * Kills the server and starts it again.
   *
   * @param down how long nothing listens
   */
  void kill(History history, Duration down) throws InterruptedException {
    history.add(new Entry.Killed());
    potok.kill();
    tally.add(Tally.Count.KILLS);
    Thread.sleep(down);
    potok.restart();
    history.add(new Entry.Restarted());
  }

  @Override
  public void close() {
    potok.close();
    model.close();
  }
}
