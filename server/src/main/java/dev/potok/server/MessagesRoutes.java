package dev.potok.server;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.Messages;
import dev.potok.engine.Owner;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** The calls about the messages of a chat, among them those that stream. */
final class MessagesRoutes implements HttpService {
  private static final String CHAT = "chat_id";
  private static final String MESSAGE = "message_id";

  private final Messages messages;
  private final Answers answers;
  private final AnswerStream stream;

  MessagesRoutes(Messages messages, Answers answers, AnswerStream stream) {
    this.messages = messages;
    this.answers = answers;
    this.stream = stream;
  }

  @Override
  public void routing(HttpRules rules) {
    String all = "/chats/{chat_id}/messages";
    String one = all + "/{message_id}";
    rules
        .get(all, this::history)
        .head(all, this::history)
        .post(all + "/stream", this::send)
        .get(one + "/stream", this::read)
        .post(one + "/stop", this::stop)
        .post(one + "/regenerate", this::regenerate)
        .post(one + "/continue", this::goOn)
        .post(one + "/restore", this::restore)
        .post(one + "/show", this::show)
        .patch(one, this::update)
        .delete(one, this::delete)
        .any(all, Requests.refuseAllBut("GET, HEAD"))
        .any(all + "/stream", Requests.refuseAllBut("POST"))
        .any(one, Requests.refuseAllBut("PATCH, DELETE"))
        .any(one + "/stream", Requests.refuseAllBut("GET"))
        .any(one + "/stop", Requests.refuseAllBut("POST"))
        .any(one + "/regenerate", Requests.refuseAllBut("POST"))
        .any(one + "/continue", Requests.refuseAllBut("POST"))
        .any(one + "/restore", Requests.refuseAllBut("POST"))
        .any(one + "/show", Requests.refuseAllBut("POST"));
  }

  private void history(ServerRequest request, ServerResponse response) {
    List<MessageRead> history =
        messages.history(
            Owner.LOCAL,
            Requests.id(request, CHAT),
            Requests.queryNumber(request, "before"),
            Requests.querySmallNumber(request, "limit").orElse(Messages.MAX_PAGE));
    Responses.json(request, response, 200, WireJson.writeArray(history, WireJson::write));
  }

  private void send(ServerRequest request, ServerResponse response) throws InterruptedException {
    JsonFields body = Requests.body(request);
    Optional<String> idInBody = body.optionalString("client_message_id");
    Answers.Request send =
        Answers.Request.send(
            body.string("content"),
            body.optionalInt64("parent_id"),
            body.optionalString("model"),
            idInBody.isPresent() ? idInBody : idempotencyKey(request),
            Requests.language(request));
    AnswerReader reader =
        answers.start(
            Owner.LOCAL,
            Requests.id(request, CHAT),
            send.asVersionOf(body.optionalInt64("version_of")),
            Requests.lastEventId(request));
    stream.write(request, response, reader);
  }

  private static Optional<String> idempotencyKey(ServerRequest request) {
    return request.headers().first(HeaderNames.create("Idempotency-Key"));
  }

  private void read(ServerRequest request, ServerResponse response) throws InterruptedException {
    AnswerReader reader =
        answers.read(
            Owner.LOCAL,
            Requests.id(request, CHAT),
            Requests.id(request, MESSAGE),
            Requests.lastEventId(request));
    stream.write(request, response, reader);
  }

  private void stop(ServerRequest request, ServerResponse response) {
    MessageRead stopped =
        answers.stop(Owner.LOCAL, Requests.id(request, CHAT), Requests.id(request, MESSAGE));
    Responses.json(request, response, 200, WireJson.write(stopped));
  }

  private void regenerate(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    long chatId = Requests.id(request, CHAT);
    JsonFields body = Requests.optionalBody(request);
    AnswerReader reader =
        answers.regenerate(
            Owner.LOCAL,
            chatId,
            messages.get(Owner.LOCAL, chatId, Requests.id(request, MESSAGE)),
            body.optionalString("model"),
            Requests.language(request));
    stream.write(request, response, reader);
  }

  private void goOn(ServerRequest request, ServerResponse response) throws InterruptedException {
    long chatId = Requests.id(request, CHAT);
    JsonFields body = Requests.optionalBody(request);
    AnswerReader reader =
        answers.continueAnswer(
            Owner.LOCAL,
            chatId,
            messages.get(Owner.LOCAL, chatId, Requests.id(request, MESSAGE)),
            body.optionalString("model"),
            Requests.language(request));
    stream.write(request, response, reader);
  }

  private void restore(ServerRequest request, ServerResponse response) {
    MessageRead restored =
        messages.restore(Owner.LOCAL, Requests.id(request, CHAT), Requests.id(request, MESSAGE));
    Responses.json(request, response, 200, WireJson.write(restored));
  }

  private void show(ServerRequest request, ServerResponse response) {
    MessageRead shown =
        messages.show(Owner.LOCAL, Requests.id(request, CHAT), Requests.id(request, MESSAGE));
    Responses.json(request, response, 200, WireJson.write(shown));
  }

  private void update(ServerRequest request, ServerResponse response) {
    long chatId = Requests.id(request, CHAT);
    long id = Requests.id(request, MESSAGE);
    JsonFields metadata = Requests.body(request).object("metadata");
    MessageRead message =
        metadata.has("thinkingExpanded")
            ? messages.leaveThinking(
                Owner.LOCAL, chatId, id, metadata.bool("thinkingExpanded", false))
            : messages.get(Owner.LOCAL, chatId, id);
    Responses.json(request, response, 200, WireJson.write(message));
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    messages.delete(Owner.LOCAL, Requests.id(request, CHAT), Requests.id(request, MESSAGE));
    Responses.nothing(response);
  }
}
