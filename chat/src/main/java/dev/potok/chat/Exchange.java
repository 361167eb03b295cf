package dev.potok.chat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.Role;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way, from the moment it is asked for until it is settled, and its messages in
 * the transcript. An answer is asked for by a send, an edit, a regeneration or a continuation, or
 * is running already.
 *
 * <p>It is over with one call of {@link Watcher#over}, unless it is cancelled before.
 */
final class Exchange implements AnswerStream.Reader, Cancellable {

  /** Is told how the exchange goes. */
  interface Watcher {

    /** The messages have their stored ids. */
    void started();

    /** Stopping or reconnecting has begun or ended. */
    void changed();

    /** The server refuses to stop the answer, which goes on. */
    void stopRefused(Problem problem);

    /** The exchange is settled as far as it can be. */
    void over(Outcome outcome);
  }

  /** How an exchange ended. */
  sealed interface Outcome {

    /** The answer is stored. */
    record Kept() implements Outcome {}

    /** The answer has failed, and is stored as far as it came. */
    record Failed(ChatError error) implements Outcome {}

    /**
     * There is no answer, and the transcript is as it was before.
     *
     * @param unsettled whether the server may have begun one nevertheless
     */
    record RolledBack(ChatError error, boolean unsettled) implements Outcome {}

    /** The answer is at the server, and cannot be read. */
    record Lost(ChatError error) implements Outcome {}
  }

  private final ChatLink link;
  private final Transcript transcript;
  private final ChatListener listener;
  private final Watcher watcher;
  private final @Nullable ChatMessage user;
  private final ChatMessage answer;
  private final List<ChatMessage> displaced;
  private final @Nullable ChatMessage edited;
  private final AnswerStream stream;
  private @Nullable Stopping stopping;
  private boolean stopWanted;
  private boolean reconnecting;

  private Exchange(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      @Nullable ChatMessage user,
      ChatMessage answer,
      List<ChatMessage> displaced,
      @Nullable ChatMessage edited,
      Function<AnswerStream.Reader, AnswerStream> stream) {
    this.link = link;
    this.transcript = transcript;
    this.listener = listener;
    this.watcher = watcher;
    this.user = user;
    this.answer = answer;
    this.displaced = displaced;
    this.edited = edited;
    this.stream = stream.apply(this);
  }

  /** Shows a user's message and an empty answer. */
  static Exchange ofSend(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      SendRequest request) {
    ChatMessage user = transcript.local(Role.USER, request.content(), MessageStatus.COMPLETE);
    ChatMessage answer = transcript.local(Role.ASSISTANT, "", MessageStatus.STREAMING);
    transcript.add(user, answer);
    return new Exchange(
        link,
        transcript,
        listener,
        watcher,
        user,
        answer,
        List.of(),
        null,
        reader -> AnswerStream.ofRepeatable(link, reply -> link.send(request, reply), reader));
  }

  /** Shows what a user made of a message, and an empty answer, where that message stood. */
  static Exchange ofEdit(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      SendRequest request,
      ChatMessage edited) {
    List<ChatMessage> displaced = transcript.from(transcript.indexOf(edited));
    transcript.removeAll(displaced);
    ChatMessage user = transcript.local(Role.USER, request.content(), MessageStatus.COMPLETE);
    ChatMessage answer = transcript.local(Role.ASSISTANT, "", MessageStatus.STREAMING);
    user.addVersionTo(edited, listener);
    transcript.add(user, answer);
    return new Exchange(
        link,
        transcript,
        listener,
        watcher,
        user,
        answer,
        displaced,
        edited,
        reader -> AnswerStream.ofRepeatable(link, reply -> link.send(request, reply), reader));
  }

  /** Shows an empty answer where another version of it stood. */
  static Exchange ofRegeneration(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      ChatMessage regenerated) {
    long messageId = regenerated.id();
    int index = transcript.indexOf(regenerated);
    List<ChatMessage> displaced =
        transcript.from(regenerated.role() == Role.USER ? index + 1 : index);
    transcript.removeAll(displaced);
    ChatMessage answer = transcript.local(Role.ASSISTANT, "", MessageStatus.STREAMING);
    transcript.add(answer);
    return new Exchange(
        link,
        transcript,
        listener,
        watcher,
        null,
        answer,
        displaced,
        null,
        reader -> AnswerStream.ofSingle(link, reply -> link.regenerate(messageId, reply), reader));
  }

  /** Shows an answer that begins with the text of an unfinished one, in its place. */
  static Exchange ofContinuation(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      ChatMessage continued) {
    long messageId = continued.id();
    List<ChatMessage> displaced = transcript.from(transcript.indexOf(continued));
    transcript.removeAll(displaced);
    ChatMessage answer =
        transcript.local(Role.ASSISTANT, continued.text(), MessageStatus.STREAMING);
    transcript.add(answer);
    return new Exchange(
        link,
        transcript,
        listener,
        watcher,
        null,
        answer,
        displaced,
        null,
        reader ->
            AnswerStream.ofSingle(link, reply -> link.continueAnswer(messageId, reply), reader));
  }

  /** Reads along with an answer that is shown already. */
  static Exchange ofRunning(
      ChatLink link,
      Transcript transcript,
      ChatListener listener,
      Watcher watcher,
      ChatMessage answer) {
    ChatMessage before = transcript.before(answer);
    return new Exchange(
        link,
        transcript,
        listener,
        watcher,
        before != null && before.role() == Role.USER ? before : null,
        answer,
        List.of(),
        null,
        reader -> AnswerStream.ofKnown(link, answer.id(), reader));
  }

  void open() {
    stream.open();
  }

  ChatMessage answer() {
    return answer;
  }

  /** What the answer replies to, where that falls with it. */
  @Nullable ChatMessage user() {
    return user;
  }

  boolean isStopping() {
    return stopWanted;
  }

  boolean isReconnecting() {
    return reconnecting;
  }

  void reconnectNow() {
    stream.reconnectNow();
  }

  /** Asks for the end of the answer, as soon as the server can be asked. */
  void stop() {
    if (!stopWanted) {
      stopWanted = true;
      watcher.changed();
      stopIfPossible();
    }
  }

  /** Takes a stored message for the end, if it is the answer and has ended. */
  void settleBy(MessageRead stored) {
    if (stored.id() == answer.id() && stored.status() != MessageStatus.STREAMING) {
      keep(stored, new Outcome.Kept());
    }
  }

  @Override
  public void cancel() {
    stream.cancel();
    if (stopping != null) {
      stopping.cancel();
    }
  }

  @Override
  public void started(MessageStart start) {
    boolean isFirst = answer.isLocal();
    if (user != null && start.userMessage().isPresent()) {
      transcript.adopt(user, start.userMessage().get());
    }
    transcript.restart(answer, start.message());
    takeUserId(start.message());
    stopIfPossible();
    if (isFirst) {
      nameVersions();
      watcher.started();
    }
  }

  @Override
  public void grew(MessageDelta delta) {
    answer.grow(delta, listener);
  }

  @Override
  public void ended(MessageEnd end) {
    keep(end.message(), new Outcome.Kept());
  }

  @Override
  public void failed(AnswerError error) {
    if (error.partial().isPresent()) {
      keep(error.partial().get(), new Outcome.Failed(ChatError.of(error, false)));
    } else {
      rollBack(ChatError.of(error, true), false);
    }
  }

  @Override
  public void notStarted(ChatError error, boolean unsettled) {
    rollBack(error, unsettled);
  }

  @Override
  public void lost(ChatError error) {
    answer.become(MessageStatus.INTERRUPTED, listener);
    if (answer.isEmptyRest()) {
      transcript.remove(answer);
    }
    over(new Outcome.Lost(error));
  }

  @Override
  public void reconnecting(boolean isReconnecting) {
    reconnecting = isReconnecting;
    watcher.changed();
  }

  /** Until the next history tells, what stood in this place is another version. */
  private void nameVersions() {
    if (!displaced.isEmpty()) {
      ChatMessage newVersion = edited == null || user == null ? answer : user;
      newVersion.addVersionTo(displaced.getFirst(), listener);
    }
  }

  private void stopIfPossible() {
    if (stopWanted && stopping == null && !answer.isLocal()) {
      Stopping begun = new Stopping(link, answer.id(), this::settleBy, this::stopRefused);
      stopping = begun;
      begun.begin();
    }
  }

  private void stopRefused(Problem problem) {
    stopping = null;
    stopWanted = false;
    watcher.stopRefused(problem);
    watcher.changed();
  }

  private void keep(MessageRead stored, Outcome outcome) {
    transcript.adopt(answer, stored);
    takeUserId(stored);
    if (answer.isEmptyRest()) {
      transcript.remove(answer);
    }
    over(outcome);
  }

  /** An end may come without the start that would have told the user's message. */
  private void takeUserId(MessageRead stored) {
    if (user != null && user.isLocal() && stored.parentId().isPresent()) {
      transcript.adopt(user, stored.parentId().getAsLong());
    }
  }

  private void rollBack(ChatError error, boolean unsettled) {
    transcript.remove(answer);
    String unsent = "";
    if (user != null && user.isListed()) {
      unsent = user.text();
      transcript.remove(user);
    }
    transcript.restore(displaced);
    if (!unsent.isEmpty()) {
      giveBack(unsent);
    }
    over(new Outcome.RolledBack(error, unsettled));
  }

  private void giveBack(String text) {
    if (edited != null && edited.isListed()) {
      listener.onEditRolledBack(edited, text);
    } else {
      listener.onRolledBack(text);
    }
  }

  private void over(Outcome outcome) {
    cancel();
    watcher.over(outcome);
  }
}
