package dev.potok.server;

import dev.potok.engine.Owner;
import dev.potok.engine.SavedPrompts;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.PromptRead;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The calls under {@code /prompts}, the prompt library. */
final class PromptsRoutes implements HttpService {
  private static final String ID = "prompt_id";

  private final SavedPrompts prompts;

  PromptsRoutes(SavedPrompts prompts) {
    this.prompts = prompts;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/prompts", this::list)
        .head("/prompts", this::list)
        .post("/prompts", this::create)
        .get("/prompts/{prompt_id}", this::get)
        .head("/prompts/{prompt_id}", this::get)
        .patch("/prompts/{prompt_id}", this::update)
        .delete("/prompts/{prompt_id}", this::delete)
        .any("/prompts", Requests.refuseAllBut("GET, HEAD, POST"))
        .any("/prompts/{prompt_id}", Requests.refuseAllBut("GET, HEAD, PATCH, DELETE"));
  }

  private void list(ServerRequest request, ServerResponse response) {
    String array = WireJson.writeArray(prompts.list(Owner.LOCAL), WireJson::write);
    Responses.json(request, response, 200, "{\"prompts\":" + array + "}");
  }

  private void create(ServerRequest request, ServerResponse response) {
    JsonFields body = Requests.body(request);
    SavedPrompts.Fields fields = new SavedPrompts.Fields(body.string("name"), body.string("text"));
    Responses.json(request, response, 201, WireJson.write(prompts.create(Owner.LOCAL, fields)));
  }

  private void get(ServerRequest request, ServerResponse response) {
    PromptRead prompt = prompts.get(Owner.LOCAL, Requests.id(request, ID));
    Responses.json(request, response, 200, WireJson.write(prompt));
  }

  /** A field that is not mentioned stays. */
  private void update(ServerRequest request, ServerResponse response) {
    long id = Requests.id(request, ID);
    JsonFields body = Requests.body(request);
    PromptRead changed =
        prompts.update(
            Owner.LOCAL,
            id,
            before ->
                new SavedPrompts.Fields(
                    body.optionalString("name").orElse(before.name()),
                    body.optionalString("text").orElse(before.text())));
    Responses.json(request, response, 200, WireJson.write(changed));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    prompts.delete(Owner.LOCAL, Requests.id(request, ID));
    Responses.nothing(response);
  }
}
