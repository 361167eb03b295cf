package dev.potok.web.api;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport;
import dev.potok.chat.ChatTransport.DoneReply;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.PromptRead;
import dev.potok.protocol.SearchHit;
import dev.potok.protocol.SearchJson;
import dev.potok.protocol.WireJson;
import dev.potok.web.dom.Fetch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.teavm.jso.JSObject;
import org.teavm.jso.browser.Window;

/** The calls for projects, chats and models. */
public final class Resources {

  /** How many chats one call gives. */
  private static final int CHATS_PER_PAGE = 100;

  /** What a chat can be kept as; a name in lower case is that of the format on the wire. */
  public static final List<String> EXPORT_FORMATS = List.of("Markdown", "HTML", "JSON");

  private final Server server;

  /** Calls to the given server. */
  public Resources(Server server) {
    this.server = server;
  }

  /**
   * A part of the list of chats.
   *
   * @param chats newest first
   * @param nextCursor where the next part begins, if there is one
   */
  public record ChatPart(List<ChatRead> chats, Optional<String> nextCursor) {}

  /** The projects. */
  public Cancellable projects(Reply<List<ProjectRead>> reply) {
    return server.send(
        server.request("GET", "/projects"),
        json -> {
          List<ProjectRead> projects = new ArrayList<>();
          for (JsonFields fields : JsonFields.parse(json).objects("projects")) {
            projects.add(WireJson.readProject(fields));
          }
          return projects;
        },
        reply);
  }

  /** The models on offer. */
  public Cancellable models(Reply<List<ModelRead>> reply) {
    return server.send(
        server.request("GET", "/models"),
        json -> {
          List<ModelRead> models = new ArrayList<>();
          for (JsonFields fields : JsonFields.parse(json).objects("models")) {
            models.add(WireJson.readModel(fields));
          }
          return models;
        },
        reply);
  }

  /**
   * A part of the list of chats.
   *
   * @param archived whether to list the archived ones, or those that are not
   * @param cursor where to go on; at the beginning if empty
   */
  public Cancellable chats(boolean archived, Optional<String> cursor, Reply<ChatPart> reply) {
    StringBuilder path = new StringBuilder("/chats?limit=").append(CHATS_PER_PAGE);
    if (archived) {
      path.append("&archived=true");
    }
    if (cursor.isPresent()) {
      path.append("&cursor=").append(Window.encodeURIComponent(cursor.get()));
    }
    return server.send(server.request("GET", path.toString()), Resources::readPart, reply);
  }

  private static ChatPart readPart(String json) {
    JsonFields part = JsonFields.parse(json);
    List<ChatRead> chats = new ArrayList<>();
    for (JsonFields fields : part.objects("chats")) {
      chats.add(WireJson.readChat(fields));
    }
    return new ChatPart(chats, part.optionalString("next_cursor"));
  }

  /** What is found by a text, from the beginning if there is no cursor. */
  public Cancellable search(String text, Optional<String> cursor, Reply<FoundPart> reply) {
    StringBuilder path = new StringBuilder("/search?q=").append(Window.encodeURIComponent(text));
    if (cursor.isPresent()) {
      path.append("&cursor=").append(Window.encodeURIComponent(cursor.get()));
    }
    return server.send(
        server.request("GET", path.toString()),
        json -> {
          JsonFields part = JsonFields.parse(json);
          return new FoundPart(SearchJson.readHits(part), SearchJson.readCursor(part));
        },
        reply);
  }

  /**
   * A part of what a search found.
   *
   * @param nextCursor where the next part begins, if there is one
   */
  public record FoundPart(List<SearchHit> hits, Optional<String> nextCursor) {}

  /** Pins a chat, or does not any more. */
  public Cancellable pinChat(long id, boolean pinned, Reply<ChatRead> reply) {
    return patchChat(id, JsonText.object().field("pinned", pinned), reply);
  }

  /** Puts a chat into the archive, or takes it out. */
  public Cancellable archiveChat(long id, boolean archived, Reply<ChatRead> reply) {
    return patchChat(id, JsonText.object().field("archived", archived), reply);
  }

  /** Takes a chat's deletion back. */
  public Cancellable restoreChat(long id, Reply<ChatRead> reply) {
    return server.send(
        server.request("POST", "/chats/" + id + "/restore").json("{}"), Resources::readChat, reply);
  }

  /** Takes a project's deletion back, and that of the chats that went with it. */
  public Cancellable restoreProject(long id, DoneReply reply) {
    return server.send(server.request("POST", "/projects/" + id + "/restore").json("{}"), reply);
  }

  /** What gives a chat as a file of one of {@link #EXPORT_FORMATS}. */
  public Fetch export(long chatId, String format) {
    return server.request(
        "GET",
        "/chats/"
            + chatId
            + "/export?format="
            + format.toLowerCase(Locale.ROOT)
            + "&language="
            + server.language().tag());
  }

  /** Asks whether the server is ready to give a file. */
  public void ask(Fetch file, DoneReply reply) {
    server.send(file.headAlone(), reply);
  }

  /** Takes in the chats of a file that the reader chose. */
  public Cancellable takeIn(JSObject file, Reply<TakenIn> reply) {
    return server.send(
        server.request("POST", "/import").file(file), json -> TakenIn.read(json), reply);
  }

  /**
   * What became of a file's chats.
   *
   * @param chats how many were taken
   * @param skipped why others were not, each in a sentence
   * @param more how many others of which it is not told
   * @param leftOut how many of each kind were left out of those that were taken
   */
  public record TakenIn(long chats, List<String> skipped, long more, JsonFields leftOut) {

    /** How many of a kind of what the taken ones had were left out. */
    public long leftOut(String kind) {
      return leftOut.optionalInt64(kind).orElse(0);
    }

    private static TakenIn read(String json) {
      JsonFields report = JsonFields.parse(json);
      List<String> skipped = new ArrayList<>();
      for (JsonFields one : report.objects("skipped")) {
        String title = one.string("title");
        skipped.add((title.isEmpty() ? "" : title + ": ") + one.string("reason"));
      }
      return new TakenIn(
          report.int64("chats"),
          skipped,
          report.int64("skipped_count") - skipped.size(),
          report.object("left_out"));
    }
  }

  /** One chat. */
  public Cancellable chat(long id, Reply<ChatRead> reply) {
    return server.send(server.request("GET", "/chats/" + id), Resources::readChat, reply);
  }

  /** Makes a chat. */
  public Cancellable createChat(
      OptionalLong projectId, Optional<String> model, ChatOptions options, Reply<ChatRead> reply) {
    JsonText json = JsonText.object().fields(JsonFields.parse(WireJson.writeChange(options)));
    projectId.ifPresent(id -> json.field("project_id", id));
    model.ifPresent(id -> json.field("model", id));
    return server.send(
        server.request("POST", "/chats").json(json.done()), Resources::readChat, reply);
  }

  /** Gives a chat another title. */
  public Cancellable renameChat(long id, String title, Reply<ChatRead> reply) {
    return patchChat(id, JsonText.object().field("title", title), reply);
  }

  /** Chooses the model that answers in a chat. */
  public Cancellable chooseModel(long id, String model, Reply<ChatRead> reply) {
    return patchChat(id, JsonText.object().field("model", model), reply);
  }

  /** Sets how the answers of a chat shall be. */
  public Cancellable changeOptions(long id, ChatOptions options, Reply<ChatRead> reply) {
    return patchChat(id, WireJson.writeChange(options), reply);
  }

  /** Moves a chat into a project, or out of all. */
  public Cancellable moveChat(long id, OptionalLong projectId, Reply<ChatRead> reply) {
    JsonText json = JsonText.object();
    if (projectId.isPresent()) {
      json.field("project_id", projectId.getAsLong());
    } else {
      json.nullField("project_id");
    }
    return patchChat(id, json, reply);
  }

  private Cancellable patchChat(long id, JsonText json, Reply<ChatRead> reply) {
    return patchChat(id, json.done(), reply);
  }

  private Cancellable patchChat(long id, String json, Reply<ChatRead> reply) {
    return server.send(
        server.request("PATCH", "/chats/" + id).json(json), Resources::readChat, reply);
  }

  /** Deletes a chat and all that is in it. */
  public Cancellable deleteChat(long id, DoneReply reply) {
    return server.send(server.request("DELETE", "/chats/" + id), reply);
  }

  /** Takes a message's deletion back. */
  public Cancellable restoreMessage(long chatId, long messageId, DoneReply reply) {
    return server.send(
        server
            .request("POST", "/chats/" + chatId + "/messages/" + messageId + "/restore")
            .json("{}"),
        reply);
  }

  /** Remembers whether the reader left the thinking of an answer open. */
  public Cancellable leaveThinking(long chatId, long messageId, boolean open, DoneReply reply) {
    return server.send(
        server
            .request("PATCH", "/chats/" + chatId + "/messages/" + messageId)
            .json("{\"metadata\":{\"thinkingExpanded\":" + open + "}}"),
        reply);
  }

  /** The prompt library. */
  public Cancellable prompts(Reply<List<PromptRead>> reply) {
    return server.send(
        server.request("GET", "/prompts"),
        json -> {
          List<PromptRead> prompts = new ArrayList<>();
          for (JsonFields fields : JsonFields.parse(json).objects("prompts")) {
            prompts.add(WireJson.readPrompt(fields));
          }
          return prompts;
        },
        reply);
  }

  /** Makes a prompt, or changes one if there is an id. */
  public Cancellable keepPrompt(OptionalLong id, String name, String text, DoneReply reply) {
    String json = JsonText.object().field("name", name).field("text", text).done();
    return server.send(
        (id.isPresent()
                ? server.request("PATCH", "/prompts/" + id.getAsLong())
                : server.request("POST", "/prompts"))
            .json(json),
        reply);
  }

  /** Deletes a prompt. */
  public Cancellable deletePrompt(long id, DoneReply reply) {
    return server.send(server.request("DELETE", "/prompts/" + id), reply);
  }

  /** Makes a project. */
  public Cancellable createProject(ProjectDraft draft, Reply<ProjectRead> reply) {
    return server.send(
        server.request("POST", "/projects").json(draft.json()), Resources::readProject, reply);
  }

  /** Changes a project. */
  public Cancellable changeProject(long id, ProjectDraft draft, Reply<ProjectRead> reply) {
    return server.send(
        server.request("PATCH", "/projects/" + id).json(draft.json()),
        Resources::readProject,
        reply);
  }

  /** Deletes a project and all chats in it. */
  public Cancellable deleteProject(long id, ChatTransport.DoneReply reply) {
    return server.send(server.request("DELETE", "/projects/" + id), reply);
  }

  private static ChatRead readChat(String json) {
    return WireJson.readChat(JsonFields.parse(json));
  }

  private static ProjectRead readProject(String json) {
    return WireJson.readProject(JsonFields.parse(json));
  }

  /**
   * What a person fills in for a project.
   *
   * @param name its name
   * @param instructions the system prompt of its chats; empty for none
   * @param defaultModel the model of its new chats; the server's if empty
   */
  public record ProjectDraft(String name, String instructions, Optional<String> defaultModel) {

    private String json() {
      JsonText json = JsonText.object().field("name", name).field("instructions", instructions);
      if (defaultModel.isPresent()) {
        json.field("default_model", defaultModel.get());
      } else {
        json.nullField("default_model");
      }
      return json.done();
    }
  }
}
