package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ModelInfo;
import dev.potok.models.conformance.ScriptedServer;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalServersIT {
  private static final String LIST = "{\"data\":[{\"id\":\"a\"}]}";
  private final ModelHttp http = ModelHttp.open();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void theServersThatAnswerAreFoundInTheirOrder() throws Exception {
    int nobody;
    try (ServerSocket unused = new ServerSocket(0)) {
      nobody = unused.getLocalPort();
    }
    try (ScriptedServer first = new ScriptedServer();
        ScriptedServer page = new ScriptedServer();
        ScriptedServer silent = new ScriptedServer();
        ScriptedServer last = new ScriptedServer()) {
      // The first connection is the bare one, which sends no request and takes no script.
      first.thenRespond(200, "application/json", LIST);
      page.thenRespond(200, "text/html", "<html>Tomcat</html>");
      last.thenRespond(200, "application/json", LIST).thenRespond(200, "application/json", LIST);

      List<HttpModelProvider> found =
          find(
              place("ollama", first.port()),
              place("page", page.port()),
              place("nobody", nobody),
              place("silent", silent.port()),
              place("lm-studio", last.port()));

      assertThat(found).extracting(HttpModelProvider::name).containsExactly("ollama", "lm-studio");
      assertThat(found.getLast().models()).containsExactly(new ModelInfo("a", "a"));
      assertThat(first.requests.getFirst().line()).isEqualTo("GET /v1/models HTTP/1.1");
    }
  }

  @Test
  void theUsualPlacesHaveNamesThatModelIdsCanHold() {
    assertThat(LocalServers.USUAL)
        .extracting(LocalServers.Place::port)
        .containsExactly(11434, 8080, 1234);
    assertThat(LocalServers.USUAL)
        .extracting(LocalServers.Place::name)
        .noneMatch(name -> name.contains("/"));
  }

  private List<HttpModelProvider> find(LocalServers.Place... places) throws InterruptedException {
    return new LocalServers(List.of(places), http, new Retries(new Random(1), Pause.SLEEP)).find();
  }

  private static LocalServers.Place place(String name, int port) {
    return new LocalServers.Place(name, port, false);
  }
}
