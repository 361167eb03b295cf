package dev.potok.cli;

import dev.potok.engine.Language;
import dev.potok.testkit.ScriptedModelServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A whole server in this process, with the testkit's model server as its one provider. */
final class TestServer implements AutoCloseable {
  private final ScriptedModelServer model;
  private final Application application;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean ended;

  private TestServer(ScriptedModelServer model, Application application) {
    this.model = model;
    this.application = application;
  }

  /** A server over a folder, told by further lines of a configuration. */
  static TestServer start(Path folder, String... configuration) throws Exception {
    return start(folder, Map.of(), configuration);
  }

  /** A server that is told more by its environment, which counts for more. */
  static TestServer start(Path folder, Map<String, String> environment, String... configuration)
      throws Exception {
    ScriptedModelServer model = ScriptedModelServer.start();
    Path file = folder.resolve("test.yaml");
    Files.writeString(
        file,
        """
        port: 0
        find-local-models: false
        titles: {by-model: false}
        models:
          - name: test
            base-url: %s
            models: [numbered, text]
        """
                .formatted(model.baseUrl())
            + String.join("\n", configuration));
    Settings settings =
        Settings.read(
            new Settings.Flags(null, null, folder.resolve("data").toString(), file.toString()),
            environment,
            folder,
            Language.ENGLISH);
    return new TestServer(model, Application.start(settings));
  }

  ScriptedModelServer model() {
    return model;
  }

  int port() {
    return application.port();
  }

  int openReaders() {
    return application.openReaders();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  HttpResponse<String> json(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build());
  }

  /** Ends the server as SIGTERM does; this side of its connections stays open. */
  void endServer() {
    if (!ended) {
      ended = true;
      application.close();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    endServer();
    model.close();
  }
}
