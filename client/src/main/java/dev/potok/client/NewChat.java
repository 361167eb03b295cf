package dev.potok.client;

import dev.potok.protocol.JsonText;
import java.util.Optional;
import java.util.OptionalLong;

/** A chat that is to be made. Immutable. */
public final class NewChat {
  private final Optional<String> title;
  private final Optional<String> model;
  private final OptionalLong projectId;

  private NewChat(Optional<String> title, Optional<String> model, OptionalLong projectId) {
    this.title = title;
    this.model = model;
    this.projectId = projectId;
  }

  /** A chat that takes its title from its first message. */
  public static NewChat untitled() {
    return new NewChat(Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** A chat with a title of at most 200 characters. */
  public static NewChat titled(String title) {
    return new NewChat(Optional.of(title), Optional.empty(), OptionalLong.empty());
  }

  /** The same with a model of its own, by its id. */
  public NewChat model(String id) {
    return new NewChat(title, Optional.of(id), projectId);
  }

  /** The same in a project. */
  public NewChat projectId(long id) {
    return new NewChat(title, model, OptionalLong.of(id));
  }

  String json() {
    JsonText json = JsonText.object();
    title.ifPresent(text -> json.field("title", text));
    model.ifPresent(id -> json.field("model", id));
    projectId.ifPresent(id -> json.field("project_id", id));
    return json.done();
  }
}
