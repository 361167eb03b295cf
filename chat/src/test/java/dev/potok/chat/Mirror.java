package dev.potok.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page that draws only what it is told, so that what it shows is a check of the telling: after
 * every call of the session it must show what the session holds.
 */
final class Mirror implements ChatListener {

  /** A message as it is drawn. */
  static final class Drawn {
    final long key;
    long id;
    String status = "";
    List<Long> versions = List.of();
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();

    Drawn(ChatMessage message) {
      key = message.key();
      fields(message);
      texts(message);
    }

    void fields(ChatMessage message) {
      id = message.id();
      status = message.status().wireName();
      versions = message.versions();
    }

    void texts(ChatMessage message) {
      text.setLength(0);
      text.append(message.text());
      thinking.setLength(0);
      thinking.append(message.thinking());
    }
  }

  final List<Drawn> drawn = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final List<String> composer = new ArrayList<>();
  final List<String> sought = new ArrayList<>();

  /** What was sent after which message, and when histories were asked for and came. */
  final List<String> sends = new ArrayList<>();

  ChatState state = ChatState.IDLE;
  Optional<ChatError> error = Optional.empty();

  @Override
  public void onArrived(String text) {
    composer.remove(text);
  }

  @Override
  public void onSending(SendRequest request, long after) {
    sends.add(request.clientMessageId() + " " + request.content() + " after " + after);
  }

  @Override
  public void onAsking() {
    sends.add("asked");
  }

  @Override
  public void onLoaded(List<MessageRead> newest, boolean isWhole) {
    sends.add(newest.stream().map(MessageRead::id).toList() + (isWhole ? " whole" : ""));
  }

  @Override
  public void onAdded(int index, List<ChatMessage> messages) {
    int at = index;
    for (ChatMessage message : messages) {
      drawn.add(at++, new Drawn(message));
      log.add("added " + message.role().wireName());
    }
  }

  @Override
  public void onRemoved(int index, ChatMessage message) {
    assertThat(drawn.remove(index).key).isEqualTo(message.key());
    log.add("removed " + message.role().wireName());
  }

  @Override
  public void onChanged(ChatMessage message) {
    of(message).fields(message);
    log.add("changed " + message.role().wireName());
  }

  @Override
  public void onTextAppended(ChatMessage message, String appended) {
    assertThat(appended).isNotEmpty();
    of(message).text.append(appended);
    log.add("text +" + appended);
  }

  @Override
  public void onThinkingAppended(ChatMessage message, String appended) {
    assertThat(appended).isNotEmpty();
    of(message).thinking.append(appended);
    log.add("thinking +" + appended);
  }

  @Override
  public void onTextReplaced(ChatMessage message) {
    of(message).texts(message);
    log.add("text =" + message.text());
  }

  @Override
  public void onState(ChatState next) {
    assertThat(next).isNotEqualTo(state);
    state = next;
  }

  @Override
  public void onError(Optional<ChatError> next) {
    error = next;
    log.add(next.map(shown -> "error " + shown.code()).orElse("no error"));
  }

  @Override
  public void onSought(long messageId, boolean isListed) {
    assertThat(drawn.stream().anyMatch(each -> each.id == messageId)).isEqualTo(isListed);
    sought.add(messageId + (isListed ? " found" : " not found"));
  }

  @Override
  public void onRolledBack(String text) {
    composer.add(text);
    log.add("rolled back " + text);
  }

  @Override
  public void onEditRolledBack(ChatMessage edited, String text) {
    assertThat(drawn).extracting(each -> each.key).contains(edited.key());
    composer.add(text);
    log.add("rolled back edit of " + edited.id() + ": " + text);
  }

  private Drawn of(ChatMessage message) {
    return drawn.stream()
        .filter(each -> each.key == message.key())
        .findFirst()
        .orElseThrow(() -> new AssertionError("told of a message that is not shown: " + message));
  }

  /** Checks that the page shows what the session holds. */
  void assertShows(ChatSession session) {
    List<ChatMessage> messages = session.messages();
    assertThat(drawn).extracting(d -> d.key).isEqualTo(keys(messages));
    for (int i = 0; i < messages.size(); i++) {
      ChatMessage message = messages.get(i);
      Drawn shown = drawn.get(i);
      assertThat(shown.text).hasToString(message.text());
      assertThat(shown.thinking).hasToString(message.thinking());
      assertThat(shown.id).isEqualTo(message.id());
      assertThat(shown.status).isEqualTo(message.status().wireName());
      assertThat(shown.versions).isEqualTo(message.versions());
    }
    assertThat(drawn).extracting(d -> d.id).doesNotHaveDuplicates();
    assertThat(state).isEqualTo(session.state());
    assertThat(error).isEqualTo(session.error());
  }

  private static List<Long> keys(List<ChatMessage> messages) {
    return messages.stream().map(ChatMessage::key).toList();
  }
}
