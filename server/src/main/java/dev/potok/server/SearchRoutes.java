package dev.potok.server;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Owner;
import dev.potok.engine.Search;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.SearchJson;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The search. */
final class SearchRoutes implements HttpService {
  private static final int DEFAULT_PAGE = 20;

  /** Among the chats or the messages, behind the one of that number. */
  private static final Pattern CURSOR = Pattern.compile("([cm])(\\d{1,18})");

  private final Search search;

  SearchRoutes(Search search) {
    this.search = search;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/search", this::find)
        .head("/search", this::find)
        .any("/search", Requests.refuseAllBut("GET, HEAD"));
  }

  private void find(ServerRequest request, ServerResponse response) {
    Search.Query query =
        new Search.Query(
            request.query().first("q").orElse(""),
            request.query().first("cursor").asOptional().map(SearchRoutes::place),
            Requests.querySmallNumber(request, "limit").orElse(DEFAULT_PAGE));
    Search.Page page = search.find(Owner.LOCAL, query);
    StringBuilder json = new StringBuilder("{\"hits\":");
    json.append(WireJson.writeArray(page.hits(), SearchJson::write));
    page.next()
        .ifPresent(place -> {
          String cursor = JsonText.object().field("next_cursor", cursor(place)).done();
          json.append(',').append(cursor, 1, cursor.length() - 1);
        });
    Responses.json(request, response, 200, json.append('}').toString());
  }

  private static String cursor(Search.Place place) {
    return (place.inMessages() ? "m" : "c") + place.id();
  }

  private static Search.Place place(String cursor) {
    Matcher parts = CURSOR.matcher(cursor);
    if (!parts.matches()) {
      throw new InvalidFieldException("cursor", cursor, "a next_cursor of an earlier page");
    }
    return new Search.Place(parts.group(1).equals("m"), Long.parseLong(parts.group(2)));
  }
}
