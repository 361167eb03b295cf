package dev.potok.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.Chats;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Owner;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.Base64;

/** The calls under {@code /chats} that are about chats as a whole. */
final class ChatsRoutes implements HttpService {
  private static final String ID = "chat_id";
  private static final int DEFAULT_PAGE = 100;

  /** Ends a cursor that is among the pinned chats. */
  private static final String PINNED = "p";

  private final Chats chats;

  ChatsRoutes(Chats chats) {
    this.chats = chats;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/chats", this::list)
        .head("/chats", this::list)
        .post("/chats", this::create)
        .get("/chats/{chat_id}", this::get)
        .head("/chats/{chat_id}", this::get)
        .patch("/chats/{chat_id}", this::update)
        .delete("/chats/{chat_id}", this::delete)
        .post("/chats/{chat_id}/restore", this::restore)
        .any("/chats/{chat_id}/restore", Requests.refuseAllBut("POST"))
        .any("/chats", Requests.refuseAllBut("GET, HEAD, POST"))
        .any("/chats/{chat_id}", Requests.refuseAllBut("GET, HEAD, PATCH, DELETE"));
  }

  private void list(ServerRequest request, ServerResponse response) {
    Chats.Query query =
        new Chats.Query(
            Requests.queryNumber(request, "project_id"),
            Requests.queryBool(request, "archived"),
            request.query().first("q").orElse("").strip(),
            request.query().first("cursor").asOptional().map(ChatsRoutes::place),
            Requests.querySmallNumber(request, "limit").orElse(DEFAULT_PAGE));
    Chats.Page page = chats.list(Owner.LOCAL, query);
    StringBuilder json = new StringBuilder("{\"chats\":");
    json.append(WireJson.writeArray(page.chats(), WireJson::write));
    if (page.hasMore()) {
      String cursor = JsonText.object().field("next_cursor", cursor(page.chats().getLast())).done();
      json.append(',').append(cursor, 1, cursor.length());
    } else {
      json.append('}');
    }
    Responses.json(request, response, 200, json.toString());
  }

  private void create(ServerRequest request, ServerResponse response) {
    JsonFields body = Requests.optionalBody(request);
    Chats.Fields fields =
        new Chats.Fields(
            body.optionalInt64("project_id"),
            body.optionalString("title").orElse(""),
            body.optionalString("model"),
            options(body, ChatOptions.NONE),
            body.bool("pinned", false),
            body.bool("archived", false));
    Responses.json(request, response, 201, WireJson.write(chats.create(Owner.LOCAL, fields)));
  }

  private void get(ServerRequest request, ServerResponse response) {
    ChatRead chat = chats.get(Owner.LOCAL, Requests.id(request, ID));
    Responses.json(request, response, 200, WireJson.write(chat));
  }

  /** A field that is not mentioned stays; null takes an optional one away. */
  private void update(ServerRequest request, ServerResponse response) {
    long id = Requests.id(request, ID);
    JsonFields body = Requests.body(request);
    ChatRead changed = chats.update(Owner.LOCAL, id, before -> changed(before, body));
    Responses.json(request, response, 200, WireJson.write(changed));
  }

  private static Chats.Fields changed(Chats.Fields before, JsonFields body) {
    return new Chats.Fields(
        body.mentions("project_id") ? body.optionalInt64("project_id") : before.projectId(),
        body.optionalString("title").orElse(before.title()),
        body.mentions("model") ? body.optionalString("model") : before.model(),
        options(body, before.options()),
        body.bool("pinned", before.pinned()),
        body.bool("archived", before.archived()));
  }

  private static ChatOptions options(JsonFields body, ChatOptions before) {
    return new ChatOptions(
        body.mentions("instructions")
            ? body.optionalString("instructions").orElse("")
            : before.instructions(),
        body.mentions("temperature") ? body.optionalFloat64("temperature") : before.temperature(),
        body.mentions("max_tokens") ? body.optionalInt64("max_tokens") : before.maxTokens());
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    chats.delete(Owner.LOCAL, Requests.id(request, ID));
    Responses.nothing(response);
  }

  private void restore(ServerRequest request, ServerResponse response) {
    ChatRead restored = chats.restore(Owner.LOCAL, Requests.id(request, ID));
    Responses.json(request, response, 200, WireJson.write(restored));
  }

  private static String cursor(ChatRead last) {
    String place =
        Instant.parse(last.updatedAt()).toEpochMilli()
            + ":"
            + last.id()
            + (last.pinned() ? PINNED : "");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
  }

  private static Chats.Place place(String cursor) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      boolean pinned = place.endsWith(PINNED);
      String[] parts = (pinned ? place.substring(0, place.length() - 1) : place).split(":", -1);
      if (parts.length == 2) {
        return new Chats.Place(pinned, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("cursor", cursor, "a next_cursor of an earlier page");
    }
    throw new InvalidFieldException("cursor", cursor, "a next_cursor of an earlier page");
  }
}
