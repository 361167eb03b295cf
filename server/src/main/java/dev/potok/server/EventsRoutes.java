package dev.potok.server;

import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Owner;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.ReaderOutput;
import dev.potok.server.http.ReaderWatch;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The call that tells every window of a user what changes. */
final class EventsRoutes implements HttpService {
  private static final Logger LOG = System.getLogger(EventsRoutes.class.getName());

  /** The most answers that one connection carries. */
  static final int MAX_ANSWERS = 64;

  private final ChangeFeed changes;
  private final Answers answers;
  private final ReaderWatch watch;
  private final ComeBack comeBack;

  EventsRoutes(ChangeFeed changes, Answers answers, ReaderWatch watch, ComeBack comeBack) {
    this.changes = changes;
    this.answers = answers;
    this.watch = watch;
    this.comeBack = comeBack;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/events", this::open).any("/events", Requests.refuseAllBut("GET"));
  }

  private void open(ServerRequest request, ServerResponse response) throws InterruptedException {
    Map<Long, OptionalLong> wanted = wanted(request.query().all("answer", List::of));
    ChangeFeed.ChangeReader reader = changes.read(Owner.LOCAL, position(request));
    Responses.streamHead(response, AnswerEventEncoder.SSE_TYPE);
    try (ReaderOutput out = new ReaderOutput(response.outputStream(), watch)) {
      new LiveStream(answers, Owner.LOCAL, Requests.language(request), comeBack)
          .write(out, reader, wanted);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> "a reader of changes is gone: " + e.getMessage());
    }
  }

  private static Optional<String> position(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.create("Last-Event-ID"))
        .or(() -> request.query().first("after").asOptional())
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The answers by their message's number; a position below 0 asks for the text so far. */
  private static Map<Long, OptionalLong> wanted(List<String> texts) {
    if (texts.size() > MAX_ANSWERS) {
      throw new InvalidFieldException(
          "answer", texts.size() + " times", "at most " + MAX_ANSWERS + " times");
    }
    Map<Long, OptionalLong> wanted = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      try {
        long after = Long.parseLong(text.substring(colon + 1));
        long messageId = Long.parseLong(text.substring(0, Math.max(0, colon)));
        OptionalLong position = after < 0 ? OptionalLong.empty() : OptionalLong.of(after);
        if (wanted.put(messageId, position) != null) {
          throw new InvalidFieldException("answer", text, "each answer once");
        }
      } catch (NumberFormatException e) {
        throw new InvalidFieldException(
            "answer", text, "a message's id, a colon and a number, such as 17:4");
      }
    }
    return wanted;
  }
}
