package dev.potok.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mapping between what was found and JSON, as {@link WireJson} has it for resources. */
public final class SearchJson {

  private SearchJson() {}

  /** A hit as JSON. */
  public static String write(SearchHit hit) {
    JsonText json = JsonText.object().field("chat", JsonFields.parse(WireJson.write(hit.chat())));
    marks(json, "title_marks", hit.title());
    if (hit.message().isPresent()) {
      SearchHit.FoundMessage message = hit.message().get();
      json.openObject("message")
          .field("id", message.id())
          .field("role", message.role().wireName())
          .field("created_at", message.createdAt())
          .field("text", message.fragment().text());
      marks(json, "marks", message.fragment()).end();
    }
    return json.done();
  }

  private static JsonText marks(JsonText json, String name, MarkedText text) {
    json.openArray(name);
    text.marks().forEach(json::element);
    return json.end();
  }

  /** A hit from JSON. */
  public static SearchHit read(JsonFields json) {
    ChatRead chat = WireJson.readChat(json.object("chat"));
    return new SearchHit(
        chat,
        new MarkedText(chat.title(), marks(json, "title_marks")),
        json.optionalObject("message").map(SearchJson::readMessage));
  }

  private static SearchHit.FoundMessage readMessage(JsonFields json) {
    return new SearchHit.FoundMessage(
        json.int64("id"),
        json.oneOf("role", Role::wireName, Role.values()),
        json.string("created_at"),
        new MarkedText(json.string("text"), marks(json, "marks")));
  }

  private static List<Integer> marks(JsonFields json, String name) {
    List<Integer> marks = new ArrayList<>();
    json.int64s(name).forEach(mark -> marks.add(mark.intValue()));
    return marks;
  }

  /** What was found from JSON, in its order. */
  public static List<SearchHit> readHits(JsonFields json) {
    List<SearchHit> hits = new ArrayList<>();
    for (JsonFields hit : json.objects("hits")) {
      hits.add(read(hit));
    }
    return hits;
  }

  /** Where the next page begins; empty on the last. */
  public static Optional<String> readCursor(JsonFields json) {
    return json.optionalString("next_cursor");
  }
}
