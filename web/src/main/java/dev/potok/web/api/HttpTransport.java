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

/** The calls of a chat's session, made with the browser's fetch. */
public final class HttpTransport implements ChatTransport {
  private final Server server;

  /** Calls to the given server. */
  public HttpTransport(Server server) {
    this.server = server;
  }

  @Override
  public Cancellable loadMessages(long chatId, Reply<List<MessageRead>> reply) {
    return server.send(
        server.request("GET", messages(chatId)),
        json -> WireJson.readArray(json, WireJson::readMessage),
        reply);
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
  public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
    return stream(readRequest(server, chatId, messageId, afterSeq), reply);
  }

  /** The request that reads an answer from after an event on. */
  public static Fetch readRequest(Server server, long chatId, long messageId, long afterSeq) {
    return server.request("GET", messages(chatId) + "/" + messageId + "/stream?after=" + afterSeq);
  }

  private Cancellable stream(Fetch request, StreamReply reply) {
    return server.stream(request.header("Accept", "text/event-stream"), reply);
  }

  private static String messages(long chatId) {
    return "/chats/" + chatId + "/messages";
  }
}
