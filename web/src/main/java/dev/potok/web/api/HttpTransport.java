package dev.potok.web.api;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import dev.potok.web.dom.Fetch;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.teavm.jso.browser.Window;

/** The calls of a chat's session, made with the browser's fetch. */
public final class HttpTransport implements ChatTransport {
  private final Server server;

  /** Calls to the given server. */
  public HttpTransport(Server server) {
    this.server = server;
  }

  @Override
  public Cancellable loadMessages(
      long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply) {
    String path = messages(chatId) + "?limit=" + limit;
    return server.send(
        server.request("GET", before.isPresent() ? path + "&before=" + before.getAsLong() : path),
        json -> WireJson.readArray(json, WireJson::readMessage),
        reply);
  }

  /** {@code GET /chats/{chat_id}/messages?limit=1}: the last message, if there is one. */
  public Cancellable lastMessage(long chatId, Reply<List<MessageRead>> reply) {
    return loadMessages(chatId, OptionalLong.empty(), 1, reply);
  }

  @Override
  public Cancellable deleteMessage(long chatId, long messageId, DoneReply reply) {
    return server.send(server.request("DELETE", messages(chatId) + "/" + messageId), reply);
  }

  @Override
  public Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply) {
    return server.send(
        server.request("POST", messages(chatId) + "/" + messageId + "/stop").json("{}"),
        json -> WireJson.readMessage(JsonFields.parse(json)),
        reply);
  }

  @Override
  public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
    return stream(sendRequest(server, chatId, request), reply);
  }

  /** The request of a send. */
  public static Fetch sendRequest(Server server, long chatId, SendRequest request) {
    JsonText json =
        JsonText.object()
            .field("content", request.content())
            .field("client_message_id", request.clientMessageId());
    request.model().ifPresent(model -> json.field("model", model));
    request.parentId().ifPresent(parent -> json.field("parent_id", parent));
    request.versionOf().ifPresent(edited -> json.field("version_of", edited));
    return server.request("POST", messages(chatId) + "/stream").json(json.done());
  }

  @Override
  public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
    return stream(
        server.request("POST", messages(chatId) + "/" + messageId + "/regenerate").json("{}"),
        reply);
  }

  @Override
  public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
    return stream(
        server.request("POST", messages(chatId) + "/" + messageId + "/continue").json("{}"), reply);
  }

  @Override
  public Cancellable showVersion(long chatId, long messageId, DoneReply reply) {
    return server.send(
        server.request("POST", messages(chatId) + "/" + messageId + "/show").json("{}"), reply);
  }

  @Override
  public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
    return stream(readRequest(server, chatId, messageId, afterSeq), reply);
  }

  /** The request that reads an answer from after an event on. */
  public static Fetch readRequest(Server server, long chatId, long messageId, long afterSeq) {
    return server.request("GET", messages(chatId) + "/" + messageId + "/stream?after=" + afterSeq);
  }

  /**
   * {@code GET /events}.
   *
   * @param after the position of the last change that is known, empty if none is
   * @param answers the answers to carry, and after which event of each
   */
  public Cancellable events(String after, Map<Long, Long> answers, StreamReply reply) {
    StringBuilder path = new StringBuilder("/events");
    char separator = '?';
    if (!after.isEmpty()) {
      path.append("?after=").append(Window.encodeURIComponent(after));
      separator = '&';
    }
    for (Map.Entry<Long, Long> answer : answers.entrySet()) {
      path.append(separator).append("answer=").append(answer.getKey());
      path.append(':').append(answer.getValue());
      separator = '&';
    }
    return stream(server.request("GET", path.toString()), reply);
  }

  private Cancellable stream(Fetch request, StreamReply reply) {
    return server.stream(request.header("Accept", "text/event-stream"), reply);
  }

  private static String messages(long chatId) {
    return "/chats/" + chatId + "/messages";
  }
}
