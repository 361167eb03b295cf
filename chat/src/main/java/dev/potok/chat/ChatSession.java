package dev.potok.chat;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One open chat. Every call returns at once; a {@link ChatListener} is told what changes, during
 * the call or later. One thread, the one that the transport and the scheduler call back on.
 *
 * <p>The list of messages lives in a {@link Transcript}; at most one {@link Exchange} brings an
 * answer into it; {@link Deletions} take messages out of it; a {@link VersionSwitch} asks for
 * another path; and a load makes it what the server stores. The session decides which of them has
 * its turn:
 *
 * <ul>
 *   <li>From a send to its {@code message_start}, a history that is read may or may not hold the
 *       new messages, and could not tell them from the ones shown. So no load is under way in that
 *       time: it begins, or begins again, when the ids are known.
 *   <li>The running answer knows more than any history; a load leaves it as it is. When it has
 *       ended, a further load gives it its stored form.
 *   <li>An answer that is deleted while it runs is stopped first, out of sight.
 * </ul>
 */
public final class ChatSession {
  private final ChatLink link;
  private final SendRequests requests;
  private final ChatListener listener;
  private final Transcript transcript;
  private final Deletions deletions;
  private final HistoryLoad load;
  private final EarlierMessages earlier;
  private final Seeking seeking;

  private final VersionSwitch versionSwitch;

  /** The server shows another version, whose history has not been read yet. */
  private boolean pathUnread;

  private @Nullable Exchange running;

  /** What {@link #retry} does if the running exchange comes to nothing. */
  private @Nullable Runnable retryOfRunning;

  private @Nullable SendRequest requestOfRunning;

  /** Answers that could not be read, and are not tried again unasked. */
  private final Set<Long> unreadable = new HashSet<>();

  /** What the last answer that could not be read replies to, until a history tells its fate. */
  private @Nullable ChatMessage lostUser;

  private final OpenError error;
  private ChatState toldState = ChatState.IDLE;
  private boolean closed;

  /**
   * A session that shows nothing yet; see {@link #loadMessages}.
   *
   * @param random numbers from 0 to below 1, which spread reconnections
   * @param clientMessageIds gives every send a name of its own that is never used twice
   */
  public ChatSession(
      long chatId,
      ChatTransport transport,
      Scheduler scheduler,
      DoubleSupplier random,
      Supplier<String> clientMessageIds,
      ChatListener listener) {
    this(chatId, transport, scheduler, random, clientMessageIds, listener, Paging.USUAL);
  }

  /** As above, with pages of another length. */
  ChatSession(
      long chatId,
      ChatTransport transport,
      Scheduler scheduler,
      DoubleSupplier random,
      Supplier<String> clientMessageIds,
      ChatListener listener,
      Paging paging) {
    this.link = new ChatLink(chatId, transport, scheduler, random);
    this.requests = new SendRequests(clientMessageIds);
    this.listener = listener;
    this.error = new OpenError(listener);
    this.transcript = new Transcript(listener);
    this.load = new HistoryLoad(link, paging, new LoadWatcher());
    this.earlier = new EarlierMessages(link, paging, new EarlierWatcher());
    this.deletions =
        new Deletions(link, transcript, this::deleted, problem -> error.show(problem, null));
    this.versionSwitch = new VersionSwitch(link, new SwitchWatcher());
    this.seeking = new Seeking(transcript, earlier, versionSwitch, listener);
  }

  /** The chat's id. */
  public long chatId() {
    return link.chatId();
  }

  /**
   * Loads the end of the history and shows it; an answer that is running in it is read along. What
   * comes before is loaded by {@link #loadEarlier}.
   */
  public void loadMessages() {
    if (!closed) {
      reload(true);
    }
  }

  /**
   * Brings what is shown up to what the server stores, without a sign that it does: for a page that
   * was out of sight, while another one may have changed the chat. A failure is not told; where it
   * may pass, the load is made again until it succeeds.
   */
  public void refreshMessages() {
    if (!closed) {
      reload(false);
    }
  }

  /** Whether there are messages before the first that is shown. */
  public boolean hasEarlier() {
    return earlier.exist();
  }

  /**
   * Loads some of the messages before the first that is shown, and shows them; does nothing if
   * there are none or that is under way. What fails is tried again.
   */
  public void loadEarlier() {
    if (!closed) {
      earlier.request(false);
    }
  }

  /**
   * Gets a message into the list: loads what comes before, as far as need be. {@link
   * ChatListener#onSought} tells how that ends. Of several such calls the last counts.
   *
   * @param onAnyPath whether the server is asked to show the path to it, if it is on another one
   */
  public void seekMessage(long messageId, boolean onAnyPath) {
    if (!closed) {
      seeking.begin(messageId, onAnyPath);
      proceedSeeking();
    }
  }

  /**
   * Takes what the server tells all windows of a user: what another window did in this chat is
   * loaded and shown, an answer that it began is read along. What this session did itself, and
   * changes of other chats, lead to nothing.
   */
  public void changed(LiveEvent.Change change) {
    boolean isNews =
        switch (change) {
          case LiveEvent.AnswerStarted started ->
              started.chatId() == chatId()
                  && running == null
                  && !unreadable.contains(started.message().id());
          case LiveEvent.AnswerEnded ended -> ended.chatId() == chatId() && isNews(ended);
          case LiveEvent.MessagesChanged changed -> changed.chatId() == chatId();
          case LiveEvent.ChatChanged _,
              LiveEvent.ChatDeleted _,
              LiveEvent.ProjectChanged _,
              LiveEvent.ProjectDeleted _ ->
              false;
        };
    if (isNews) {
      refreshMessages();
    }
  }

  /** An answer that is under way here tells its end by itself. */
  private boolean isNews(LiveEvent.AnswerEnded ended) {
    if (running != null) {
      return false;
    }
    ChatMessage known = transcript.find(ended.messageId());
    return known == null || known.status() != ended.status();
  }

  /**
   * Sends a text. Shows it and an empty answer at once, before the server has heard of it. Does
   * nothing for a blank text, while an answer is under way, or after {@link #close}.
   *
   * @return whether it was sent, so that the composer can be emptied
   */
  public boolean sendMessage(String text) {
    return sendMessage(text, Optional.empty());
  }

  /** As {@link #sendMessage(String)}, answered by the given model. */
  public boolean sendMessage(String text, Optional<String> model) {
    // In the page, TeaVM's isBlank knows no white space but the space.
    if (closed || running != null || text.strip().isEmpty()) {
      return false;
    }
    SendRequest request = requests.of(text, model, seenEnd(), OptionalLong.empty());
    error.clear();
    requests.unsettled(null);
    load.hold();
    listener.onSending(request, lastShown());
    begin(
        Exchange.ofSend(link, transcript, listener, new RunningWatcher(), request),
        request,
        () -> sendMessage(text, model));
    return true;
  }

  /**
   * Sends what the user made of a message of theirs, shown in its place; what followed that leaves
   * the list. Both stay at the server, as versions. If it is refused, all is as it was before, and
   * the listener is given the text back. Does nothing for a blank text, for anything but a stored
   * message of the user, while an answer is under way, or after {@link #close}.
   *
   * @return whether it was sent, so that the editor can be closed
   */
  public boolean editMessage(long messageId, String text, Optional<String> model) {
    ChatMessage edited = transcript.find(messageId);
    if (closed
        || running != null
        || edited == null
        || edited.isLocal()
        || edited.role() != Role.USER
        || text.strip().isEmpty()) {
      return false;
    }
    SendRequest request =
        requests.of(text, model, OptionalLong.empty(), OptionalLong.of(messageId));
    error.clear();
    requests.unsettled(null);
    load.hold();
    listener.onSending(request, lastShown());
    begin(
        Exchange.ofEdit(link, transcript, listener, new RunningWatcher(), request, edited),
        request,
        () -> editMessage(messageId, text, model));
    return true;
  }

  /**
   * Shows another version of a message, with what followed it, as soon as the server has it so.
   * Does nothing for a message that is shown, while an answer or another such call is under way, or
   * after {@link #close}.
   *
   * @param messageId one of the {@link ChatMessage#versions} of a message
   */
  public void showVersion(long messageId) {
    if (!closed && running == null && transcript.find(messageId) == null) {
      versionSwitch.begin(messageId);
    }
  }

  /**
   * Asks for a further version of an answer, shown in its place; what followed it leaves the list.
   * Does nothing while an answer is under way.
   *
   * @param messageId an answer, or a user's message without one
   */
  public void regenerate(long messageId) {
    ChatMessage message = transcript.find(messageId);
    if (closed || running != null || message == null || message.isLocal()) {
      return;
    }
    error.clear();
    load.hold();
    begin(
        Exchange.ofRegeneration(link, transcript, listener, new RunningWatcher(), message),
        null,
        () -> regenerate(messageId));
  }

  /**
   * Asks the model to go on with an answer that ended before its time: a new version of it, which
   * begins with its text, is shown in its place; what followed it leaves the list. Does nothing
   * while an answer is under way, and for one without text.
   */
  public void continueAnswer(long messageId) {
    ChatMessage message = transcript.find(messageId);
    if (closed || running != null || message == null || !message.canContinue()) {
      return;
    }
    error.clear();
    load.hold();
    begin(
        Exchange.ofContinuation(link, transcript, listener, new RunningWatcher(), message),
        null,
        () -> continueAnswer(messageId));
  }

  /**
   * Deletes a message: it leaves the list at once, and comes back if the server refuses. An answer
   * that is under way is stopped first.
   */
  public void deleteMessage(long messageId) {
    ChatMessage message = transcript.find(messageId);
    if (closed || message == null) {
      return;
    }
    deletions.hide(message);
    if (lostUser == message) {
      lostUser = null;
    }
    Exchange current = running;
    if (current != null && current.answer() == message) {
      current.stop();
    }
    deletions.proceed(runningAnswer());
    fillEmptyList();
  }

  /**
   * A deletion was taken back at the server: the history is loaded, and shows the message again.
   */
  public void messageRestored(long messageId) {
    deletions.takeBack(messageId);
    loadMessages();
  }

  /**
   * Stops the answer that is under way and keeps what came of it. If it has no id yet, it is
   * stopped as soon as it has one. Harmless when there is none, or a second time.
   */
  public void stop() {
    Exchange current = running;
    if (current != null) {
      current.stop();
    }
  }

  /**
   * Tries at once to read on, if the session waits for its next attempt: for a page that hears that
   * the network is back.
   */
  public void reconnectNow() {
    Exchange current = running;
    if (current != null) {
      current.reconnectNow();
    }
  }

  /**
   * Tries again what failed: a send under a new id, a load, a deletion; or, if the last answer is
   * not finished, regenerates it. Does nothing if {@link #canRetry} is false.
   */
  public void retry() {
    if (!canRetry()) {
      return;
    }
    Runnable action = error.retry();
    error.clear();
    if (action != null) {
      action.run();
    } else {
      ChatMessage last = transcript.last();
      if (last != null) {
        regenerate(last.id());
      }
    }
  }

  /** Whether {@link #retry} would do something. */
  public boolean canRetry() {
    if (closed) {
      return false;
    }
    if (error.retry() != null) {
      return running == null || error.isOfLoad();
    }
    ChatMessage last = transcript.last();
    return running == null
        && last != null
        && !last.isLocal()
        && (last.role() == Role.USER || last.isUnfinished());
  }

  /** Takes the error away. */
  public void dismissError() {
    if (!closed) {
      error.clear();
    }
  }

  /** What is shown, oldest first: a copy of the list, of live messages. */
  public List<ChatMessage> messages() {
    return transcript.copy();
  }

  /** What the session is busy with. */
  public ChatState state() {
    Exchange current = running;
    return new ChatState(
        load.isVisible(),
        current != null,
        current != null && current.answer().isLocal(),
        current != null && current.isStopping(),
        current != null && current.isReconnecting());
  }

  /** Whether an answer is under way. */
  public boolean isStreaming() {
    return state().streaming();
  }

  /** Whether the history is being loaded. */
  public boolean isLoading() {
    return state().loading();
  }

  /** What went wrong last and was not dealt with. */
  public Optional<ChatError> error() {
    return error.shown();
  }

  /**
   * Leaves the chat: streams are closed, and nothing more is told to the listener. An answer that
   * is under way goes on at the server.
   */
  public void close() {
    closed = true;
    load.cancel();
    earlier.cancel();
    deletions.cancel();
    versionSwitch.cancel();
    Exchange current = running;
    if (current != null) {
      running = null;
      current.cancel();
    }
  }

  private void begin(Exchange exchange, @Nullable SendRequest request, @Nullable Runnable retry) {
    versionSwitch.cancel();
    running = exchange;
    requestOfRunning = request;
    retryOfRunning = retry;
    tellState();
    exchange.open();
  }

  /**
   * What a send follows, where the server may hold another path for the one that is shown: until
   * another version that was asked for is in view, the last message of the one before.
   */
  private OptionalLong seenEnd() {
    ChatMessage last = transcript.last();
    return (versionSwitch.isUnderWay() || pathUnread) && last != null && !last.isLocal()
        ? OptionalLong.of(last.id())
        : OptionalLong.empty();
  }

  private long lastShown() {
    ChatMessage last = transcript.last();
    return last == null || last.isLocal() ? 0 : last.id();
  }

  /** Where a version is gone, another one is shown. */
  private void deleted(ChatMessage message) {
    if (!message.versions().isEmpty()) {
      reload(false);
    }
  }

  private @Nullable ChatMessage runningAnswer() {
    Exchange current = running;
    return current == null ? null : current.answer();
  }

  private void reload(boolean isVisible) {
    earlier.hold();
    load.request(isVisible, true);
    tellState();
  }

  /** Where nothing can have changed but the end of what is shown. */
  private void reloadEnd() {
    earlier.hold();
    load.request(false, false);
    tellState();
  }

  private List<MessageRead> withoutHidden(List<MessageRead> history) {
    List<MessageRead> shown = new ArrayList<>();
    for (MessageRead stored : history) {
      MessageRead known = asReadable(stored);
      if (!deletions.hides(known) && !isEmptyRest(known)) {
        shown.add(known);
      }
    }
    return shown;
  }

  private void loaded(List<MessageRead> history, boolean isWhole, boolean isJoined) {
    pathUnread = false;
    int kept = isJoined ? transcript.countBefore(history) : 0;
    if (!isJoined) {
      earlier.endBefore(history, isWhole);
    }
    List<MessageRead> shown = withoutHidden(history);
    SendRequest arrived = requests.settleBy(shown, transcript);
    if (arrived != null) {
      error.clear();
      listener.onArrived(arrived.content());
    }
    if (error.isOfLoad()) {
      error.clear();
    }
    for (MessageRead stored : history) {
      if (running != null && !isToldByItsStreamAlone(stored)) {
        running.settleBy(stored);
      }
    }
    Exchange current = running;
    transcript.become(
        shown,
        kept,
        message -> current != null && (message == current.answer() || message == current.user()));
    giveBackLostText();
    listener.onLoaded(history, isWhole);
    if (current == null) {
      joinRunningAnswer();
    }
  }

  private void proceedSeeking() {
    // The list is about to be another one, or none is there yet.
    if (!pathUnread && !load.isBusy()) {
      seeking.proceed(running == null);
    }
  }

  /** Where everything that was shown has gone, what came before is. */
  private void fillEmptyList() {
    if (transcript.size() == 0) {
      earlier.request(false);
    }
  }

  /** Why an answer failed only its stream says, and says again to who asks for its end. */
  private static boolean isToldByItsStreamAlone(MessageRead stored) {
    return switch (stored.status()) {
      case FAILED, INTERRUPTED -> true;
      case COMPLETE, STOPPED, STREAMING -> false;
    };
  }

  /** A running answer that could not be read does not grow here. */
  private MessageRead asReadable(MessageRead stored) {
    return stored.status() == MessageStatus.STREAMING && unreadable.contains(stored.id())
        ? stored.withStatus(MessageStatus.INTERRUPTED)
        : stored;
  }

  /** A send whose end could not be read has failed without text if its message is gone. */
  private void giveBackLostText() {
    ChatMessage user = lostUser;
    lostUser = null;
    if (user != null && !user.isListed()) {
      listener.onRolledBack(user.text());
    }
  }

  /** Whether this is an unfinished answer without text, which is of no use to anybody. */
  private static boolean isEmptyRest(MessageRead stored) {
    return stored.role() == Role.ASSISTANT
        && stored.content().isEmpty()
        && switch (stored.status()) {
          case STOPPED, INTERRUPTED, FAILED -> true;
          case COMPLETE, STREAMING -> false;
        };
  }

  private void joinRunningAnswer() {
    ChatMessage last = null;
    for (ChatMessage message : transcript.copy()) {
      if (message.status() == MessageStatus.STREAMING) {
        last = message;
      }
    }
    if (last != null) {
      Exchange exchange =
          Exchange.ofRunning(link, transcript, listener, new RunningWatcher(), last);
      ChatMessage user = exchange.user();
      begin(exchange, null, user == null ? null : () -> sendMessage(user.text()));
    }
  }

  private void tellState() {
    ChatState state = state();
    if (!state.equals(toldState)) {
      toldState = state;
      listener.onState(state);
    }
  }

  private final class LoadWatcher implements HistoryLoad.Watcher {

    @Override
    public boolean canBegin() {
      ChatMessage answer = runningAnswer();
      return answer == null || !answer.isLocal();
    }

    @Override
    public void begins() {
      listener.onAsking();
    }

    @Override
    public boolean joins(List<MessageRead> newest) {
      return transcript.countBefore(newest) > 0 || isFirst(newest.getFirst());
    }

    private boolean isFirst(MessageRead stored) {
      ChatMessage first = transcript.first();
      return first != null && first.id() == stored.id();
    }

    @Override
    public boolean covers(List<MessageRead> newest) {
      long reached = newest.getFirst().id();
      ChatMessage first = transcript.first();
      return earlier.isAsFarBack(reached)
          && (first == null || first.isLocal() || reached <= first.id());
    }

    @Override
    public int shown() {
      return transcript.size();
    }

    @Override
    public void loaded(List<MessageRead> newest, boolean isWhole, boolean isJoined) {
      ChatSession.this.loaded(newest, isWhole, isJoined);
      tellState();
      earlier.beginIfDue();
      fillEmptyList();
      proceedSeeking();
    }

    /** A load that nobody waits for is no loss: what is shown came from the stream. */
    @Override
    public void failed(ChatError failure, boolean wasVisible) {
      if (wasVisible) {
        error.showOfLoad(failure, ChatSession.this::loadMessages);
      }
      tellState();
      earlier.beginIfDue();
    }
  }

  private final class EarlierWatcher implements EarlierMessages.Watcher {

    @Override
    public boolean canBegin() {
      return !load.isBusy();
    }

    @Override
    public void loaded(List<MessageRead> page) {
      transcript.prepend(withoutHidden(page));
      fillEmptyList();
      proceedSeeking();
    }

    @Override
    public void lostPlace() {
      reload(false);
    }
  }

  private final class SwitchWatcher implements VersionSwitch.Watcher {

    @Override
    public void shown(long messageId) {
      pathUnread = true;
      seeking.beginOnPath(messageId);
      reload(false);
    }

    @Override
    public void failed(ChatError failure, long messageId) {
      error.show(failure, failure.canRetry() ? () -> showVersion(messageId) : null);
      reload(false);
    }
  }

  private final class RunningWatcher implements Exchange.Watcher {

    @Override
    public void started() {
      deletions.proceed(runningAnswer());
      load.beginIfDue();
      tellState();
    }

    @Override
    public void changed() {
      tellState();
    }

    @Override
    public void stopRefused(Problem problem) {
      ChatMessage answer = runningAnswer();
      if (answer != null) {
        deletions.giveUp(answer);
      }
      error.show(ChatError.of(problem, false), null);
    }

    @Override
    public void over(Exchange.Outcome outcome) {
      Exchange ended = running;
      if (ended == null) {
        return;
      }
      running = null;
      switch (outcome) {
        case Exchange.Outcome.Kept() -> {}
        case Exchange.Outcome.Failed(ChatError failure) -> error.show(failure, null);
        case Exchange.Outcome.RolledBack(ChatError failure, boolean isUnsettled) -> {
          requests.unsettled(isUnsettled ? requestOfRunning : null);
          error.show(failure, retryOfRunning);
        }
        case Exchange.Outcome.Lost(ChatError failure) -> {
          long id = ended.answer().id();
          unreadable.add(id);
          ChatMessage user = ended.user();
          lostUser = user != null && user.isListed() ? user : null;
          error.show(failure, () -> readAgain(id));
        }
      }
      forgetWhatIsGone(ended, outcome);
      deletions.proceed(null);
      reloadEnd();
    }

    private void forgetWhatIsGone(Exchange ended, Exchange.Outcome outcome) {
      switch (outcome) {
        case Exchange.Outcome.Kept(), Exchange.Outcome.Failed(_) -> {
          if (ended.answer().isEmptyRest()) {
            deletions.forget(ended.answer());
          }
        }
        case Exchange.Outcome.RolledBack(_, _) -> {
          deletions.forget(ended.answer());
          ChatMessage user = ended.user();
          if (user != null) {
            deletions.forget(user);
          }
        }
        case Exchange.Outcome.Lost(_) -> {}
      }
    }

    private void readAgain(long messageId) {
      unreadable.remove(messageId);
      loadMessages();
    }
  }
}
