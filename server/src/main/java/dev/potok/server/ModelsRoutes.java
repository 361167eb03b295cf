package dev.potok.server;

import dev.potok.engine.ModelCatalog;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The call {@code /models}. */
final class ModelsRoutes implements HttpService {
  private final ModelCatalog models;

  ModelsRoutes(ModelCatalog models) {
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/models", this::list)
        .head("/models", this::list)
        .any("/models", Requests.refuseAllBut("GET, HEAD"));
  }

  private void list(ServerRequest request, ServerResponse response) throws InterruptedException {
    String array = WireJson.writeArray(models.models(), WireJson::write);
    Responses.json(request, response, 200, "{\"models\":" + array + "}");
  }
}
