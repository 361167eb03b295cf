package dev.potok.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A session in a test, with all that surrounds it, and the words of the wire for its chat 7. */
final class OpenChat {
  static final long CHAT = 7;

  /** The ids that the server gives the first send: its user's message and its answer. */
  static final long USER = 11;

  static final long ANSWER = 12;

  final ScriptedTransport transport = new ScriptedTransport();
  final VirtualScheduler scheduler = new VirtualScheduler();
  final Mirror mirror = new Mirror();
  final ChatSession session;
  private int ids;

  OpenChat() {
    session = new ChatSession(CHAT, transport, scheduler, () -> 0.5, () -> "send-" + ++ids, mirror);
  }

  /** A chat whose history is loaded. */
  static OpenChat with(MessageRead... history) {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.transport.load().succeed(List.of(history));
    return chat;
  }

  /** An empty chat in which a send has its ids. */
  static OpenChat sending(String text) {
    OpenChat chat = with();
    chat.session.sendMessage(text);
    chat.transport.stream().open().event(1, start(text, ""));
    return chat;
  }

  /** What is shown, a line a message, after a check that the page shows it. */
  List<String> shown() {
    mirror.assertShows(session);
    return session.messages().stream().map(ChatMessage::toString).toList();
  }

  void assertIdle() {
    mirror.assertShows(session);
    assertThat(session.state()).isEqualTo(ChatState.IDLE);
    assertThat(transport.calls.stream().filter(ScriptedTransport.Stream.class::isInstance))
        .allMatch(call -> call.cancelled);
  }

  /** Long enough for any next attempt. */
  void waitForAttempt() {
    scheduler.advance(Backoff.FIRST_MILLIS);
  }

  static MessageRead user(long id, String text) {
    return message(id, Role.USER, text, MessageStatus.COMPLETE);
  }

  static MessageRead answer(long id, String text) {
    return message(id, Role.ASSISTANT, text, MessageStatus.COMPLETE);
  }

  static MessageRead answer(long id, String text, MessageStatus status) {
    return message(id, Role.ASSISTANT, text, status);
  }

  static MessageRead message(long id, Role role, String text, MessageStatus status) {
    return new MessageRead(
        id,
        CHAT,
        id == 1 ? OptionalLong.empty() : OptionalLong.of(id - 1),
        role,
        text,
        "2026-11-22T10:00:00Z",
        status,
        MessageMetadata.NONE);
  }

  static MessageStart start(String text, String soFar) {
    return new MessageStart(
        Optional.of(user(USER, text)), answer(ANSWER, soFar, MessageStatus.STREAMING));
  }

  static MessageDelta delta(String text) {
    return MessageDelta.text(text);
  }

  static MessageEnd end(String text) {
    return new MessageEnd(answer(ANSWER, text), FinishReason.STOP);
  }

  static MessageEnd stopped(String text) {
    return new MessageEnd(answer(ANSWER, text, MessageStatus.STOPPED), FinishReason.STOPPED);
  }

  static AnswerError failed(String partial) {
    return new AnswerError(
        "model_failed",
        "The model failed.",
        true,
        partial.isEmpty()
            ? Optional.empty()
            : Optional.of(answer(ANSWER, partial, MessageStatus.FAILED)));
  }
}
