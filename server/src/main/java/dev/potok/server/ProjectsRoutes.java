package dev.potok.server;

import dev.potok.engine.Owner;
import dev.potok.engine.Projects;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The calls under {@code /projects}. */
final class ProjectsRoutes implements HttpService {
  private static final String ID = "project_id";

  private final Projects projects;

  ProjectsRoutes(Projects projects) {
    this.projects = projects;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/projects", this::list)
        .head("/projects", this::list)
        .post("/projects", this::create)
        .get("/projects/{project_id}", this::get)
        .head("/projects/{project_id}", this::get)
        .patch("/projects/{project_id}", this::update)
        .delete("/projects/{project_id}", this::delete)
        .post("/projects/{project_id}/restore", this::restore)
        .any("/projects/{project_id}/restore", Requests.refuseAllBut("POST"))
        .any("/projects", Requests.refuseAllBut("GET, HEAD, POST"))
        .any("/projects/{project_id}", Requests.refuseAllBut("GET, HEAD, PATCH, DELETE"));
  }

  private void list(ServerRequest request, ServerResponse response) {
    String array = WireJson.writeArray(projects.list(Owner.LOCAL), WireJson::write);
    Responses.json(request, response, 200, "{\"projects\":" + array + "}");
  }

  private void create(ServerRequest request, ServerResponse response) {
    JsonFields body = Requests.body(request);
    Projects.Fields fields =
        new Projects.Fields(
            body.string("name"),
            body.optionalString("instructions").orElse(""),
            body.optionalString("default_model"));
    Responses.json(request, response, 201, WireJson.write(projects.create(Owner.LOCAL, fields)));
  }

  private void get(ServerRequest request, ServerResponse response) {
    ProjectRead project = projects.get(Owner.LOCAL, Requests.id(request, ID));
    Responses.json(request, response, 200, WireJson.write(project));
  }

  /** A field that is not mentioned stays; null takes the default model away. */
  private void update(ServerRequest request, ServerResponse response) {
    long id = Requests.id(request, ID);
    JsonFields body = Requests.body(request);
    ProjectRead changed = projects.update(Owner.LOCAL, id, before -> changed(before, body));
    Responses.json(request, response, 200, WireJson.write(changed));
  }

  private static Projects.Fields changed(Projects.Fields before, JsonFields body) {
    return new Projects.Fields(
        body.optionalString("name").orElse(before.name()),
        body.optionalString("instructions").orElse(before.instructions()),
        body.mentions("default_model")
            ? body.optionalString("default_model")
            : before.defaultModel());
  }

  private void restore(ServerRequest request, ServerResponse response) {
    ProjectRead restored = projects.restore(Owner.LOCAL, Requests.id(request, ID));
    Responses.json(request, response, 200, WireJson.write(restored));
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    projects.delete(Owner.LOCAL, Requests.id(request, ID));
    Responses.nothing(response);
  }
}
