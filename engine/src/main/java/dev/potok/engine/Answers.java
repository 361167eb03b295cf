package dev.potok.engine;

import dev.potok.engine.AnswerStore.NewAnswer;
import dev.potok.engine.AnswerStore.Started;
import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.engine.RunningAnswer.Surroundings;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Begins answers, stops them, and gives readers of them.
 *
 * <p>Whoever ends an answer (its owner thread, a Stop, a deletion, the end of the server) asks the
 * store, which lets only the first one do so. Thread-safe.
 */
public final class Answers {
  private final AnswerStore store;
  private final ChatStore chats;
  private final ModelCatalog models;
  private final ProjectStore projects;
  private final ChangeFeed changes;
  private final Optional<ChatTitles> titles;
  private final Surroundings surroundings;
  private final RunningAnswer.Watcher watcher = new Watcher();
  private final Map<Long, RunningAnswer> running = new ConcurrentHashMap<>();
  private final EndedAnswers endedAnswers = new EndedAnswers();
  private volatile boolean shuttingDown;

  /**
   * Answers kept in the given stores.
   *
   * @param changes is told what begins and ends
   * @param titles is told of whole answers; empty to leave chats the first words as their titles
   * @param onFailure what becomes of answers that have text and fail
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Answers(
      AnswerStore store,
      ChatStore chats,
      MessageStore messages,
      ProjectStore projects,
      ModelCatalog models,
      ChangeFeed changes,
      Optional<ChatTitles> titles,
      OnFailure onFailure,
      LongSupplier nanoTime) {
    this.store = store;
    this.chats = chats;
    this.projects = projects;
    this.models = models;
    this.changes = changes;
    this.titles = titles;
    this.surroundings =
        new Surroundings(store, new PromptBuilder(messages, chats, projects), onFailure, nanoTime);
  }

  /** Answers that leave chats the first words as their titles. */
  public Answers(
      AnswerStore store,
      ChatStore chats,
      MessageStore messages,
      ProjectStore projects,
      ModelCatalog models,
      ChangeFeed changes,
      OnFailure onFailure,
      LongSupplier nanoTime) {
    this(store, chats, messages, projects, models, changes, Optional.empty(), onFailure, nanoTime);
  }

  /**
   * A request for an answer.
   *
   * @param content the user's new message, not blank, each half of a character in it replaced by
   *     U+FFFD; empty to answer {@code parentId} once more
   * @param parentId what the new message follows, or the message to answer; empty for the active
   *     leaf
   * @param versionOf the user's message that the new one is another version of, in the place of a
   *     {@code parentId}; empty if it is none
   * @param continues the unfinished answer whose text the new one begins with; empty for none
   * @param model the full id of the model; empty for the chat's
   * @param clientMessageId the sender's id of this send, at most {@link #MAX_CLIENT_MESSAGE_ID}
   *     characters; the same again gives the same answer
   * @param language the language of what goes wrong
   */
  public record Request(
      Optional<String> content,
      OptionalLong parentId,
      OptionalLong versionOf,
      OptionalLong continues,
      Optional<String> model,
      Optional<String> clientMessageId,
      Language language) {

    /** The longest id of a send, in characters. */
    public static final int MAX_CLIENT_MESSAGE_ID = 200;

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Request {
      content.ifPresent(text -> Limits.notBlank("content", text));
      content = content.map(JsonText::wellFormed);
      model.ifPresent(id -> Limits.modelId("model", id));
      if (versionOf.isPresent() && parentId.isPresent()) {
        throw new InvalidFieldException(
            "version_of", Long.toString(versionOf.getAsLong()), "no parent_id beside it");
      }
      clientMessageId.ifPresent(id -> {
        Limits.notBlank("client_message_id", id);
        Limits.atMost("client_message_id", id, MAX_CLIENT_MESSAGE_ID);
      });
    }

    /** A user's new message. */
    public static Request send(
        String content,
        OptionalLong parentId,
        Optional<String> model,
        Optional<String> clientMessageId,
        Language language) {
      return new Request(
          Optional.of(content),
          parentId,
          OptionalLong.empty(),
          OptionalLong.empty(),
          model,
          clientMessageId,
          language);
    }

    /** The same, as another version of a user's message. */
    public Request asVersionOf(OptionalLong messageId) {
      return new Request(content, parentId, messageId, continues, model, clientMessageId, language);
    }
  }

  /**
   * Begins an answer and returns a reader of it. When this returns, the user's message and the
   * empty answer are stored.
   *
   * @param after the number of the last event that the reader has, for a request that is repeated
   * @throws NotFoundException if there is no such chat, message or model
   * @throws ConflictException if the chat has a running answer, and in the other cases of {@link
   *     AnswerStore#start}
   */
  public AnswerReader start(Owner owner, long chatId, Request request, OptionalLong after)
      throws InterruptedException {
    if (shuttingDown) {
      throw new ConflictException(ConflictException.Kind.SHUTTING_DOWN);
    }
    ChatRead chat =
        chats
            .find(owner, chatId)
            .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.CHAT, chatId));
    OptionalLong position = OptionalLong.of(after.orElse(0));
    String digest = SendDigest.of(request);
    // Before anything else is looked at: the repeat of a send must find its own.
    Optional<StoredAnswer> earlier =
        request.clientMessageId().flatMap(id -> store.findSend(owner, chatId, id, digest));
    if (earlier.isPresent()) {
      return readerOf(earlier.get(), position);
    }
    ModelCatalog.Choice choice = models.choose(modelFor(owner, chat, request));
    NewAnswer answer =
        new NewAnswer(
            chatId,
            request.content(),
            request.parentId(),
            request.versionOf(),
            request.continues(),
            choice.fullId(),
            request.clientMessageId(),
            digest,
            request.language());
    RunningAnswer[] registered = new RunningAnswer[1];
    Started started;
    try {
      started =
          store.start(owner, answer, stored -> registered[0] = register(stored, choice, request));
    } catch (StorageException e) {
      if (registered[0] != null) {
        running.remove(registered[0].log().messageId());
      }
      throw e;
    }
    if (started.isNew()) {
      RunningAnswer live = registered[0];
      titles.ifPresent(asked -> asked.giveWay(chatId, choice.provider()));
      tellStarted(owner, live.log().start());
      live.begin();
      return AnswerReader.ofRunning(live.log(), store, position);
    }
    return readerOf(started.answer(), position);
  }

  /**
   * A further version of an answer. Takes an answer, or a user's message.
   *
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if the chat has a running answer
   */
  public AnswerReader regenerate(
      Owner owner, long chatId, MessageRead message, Optional<String> model, Language language)
      throws InterruptedException {
    OptionalLong answered =
        message.role() == Role.USER ? OptionalLong.of(message.id()) : message.parentId();
    if (answered.isEmpty()) {
      throw new ConflictException(ConflictException.Kind.NOT_ANSWERABLE, message.id());
    }
    return start(
        owner,
        chatId,
        new Request(
            Optional.empty(),
            answered,
            OptionalLong.empty(),
            OptionalLong.empty(),
            model,
            Optional.empty(),
            language),
        OptionalLong.empty());
  }

  /**
   * Goes on with an answer that did not come to its end: a new version of it, which begins with
   * what the old one has.
   *
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if the chat has a running answer, or the message is no answer with
   *     text that was cut short
   */
  public AnswerReader continueAnswer(
      Owner owner, long chatId, MessageRead message, Optional<String> model, Language language)
      throws InterruptedException {
    if (message.role() != Role.ASSISTANT || message.parentId().isEmpty()) {
      throw new ConflictException(ConflictException.Kind.NOT_CONTINUABLE, message.id());
    }
    return start(
        owner,
        chatId,
        new Request(
            Optional.empty(),
            message.parentId(),
            OptionalLong.empty(),
            OptionalLong.of(message.id()),
            model,
            Optional.empty(),
            language),
        OptionalLong.empty());
  }

  /**
   * A reader of a running or ended answer.
   *
   * @param after the number of the last event that the reader has; empty for the text so far
   * @throws NotFoundException if there is no such answer
   */
  public AnswerReader read(Owner owner, long chatId, long messageId, OptionalLong after) {
    return readerOf(find(owner, chatId, messageId), after);
  }

  /**
   * A reader of a running or ended answer, in whichever chat it is.
   *
   * @param after the number of the last event that the reader has; empty for the text so far
   * @throws NotFoundException if there is no such answer
   */
  public AnswerReader read(Owner owner, long messageId, OptionalLong after) {
    OptionalLong chat = store.chatOf(owner, messageId);
    if (chat.isEmpty()) {
      throw new NotFoundException(NotFoundException.Thing.MESSAGE, messageId);
    }
    return read(owner, chat.getAsLong(), messageId, after);
  }

  /**
   * Stops an answer and keeps what came. One that has ended stays as it is.
   *
   * @return the stored answer; if it had no text, and so is not kept, as it was
   * @throws NotFoundException if there is no such answer
   * @throws StorageException if the end cannot be stored now; the model is no longer read
   */
  public MessageRead stop(Owner owner, long chatId, long messageId) {
    StoredAnswer answer = find(owner, chatId, messageId);
    if (answer.end().isPresent()) {
      return answer.message();
    }
    RunningAnswer live = running.get(messageId);
    if (live != null) {
      live.stop();
    }
    return find(owner, chatId, messageId).message();
  }

  /** How many answers are running. */
  public int runningCount() {
    return running.size();
  }

  /**
   * Refuses new answers, waits for the running ones, and ends as interrupted those that take
   * longer. When this returns, everything is stored.
   */
  public void shutDown(Duration grace) throws InterruptedException {
    shuttingDown = true;
    LongSupplier nanoTime = surroundings.nanoTime();
    long deadline = nanoTime.getAsLong() + grace.toNanos();
    for (RunningAnswer live : running.values()) {
      live.log().awaitEnd(Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())));
    }
    // Together, so that their ends share commits.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      running.values().forEach(live -> threads.execute(live::interrupt));
    }
  }

  private Optional<String> modelFor(Owner owner, ChatRead chat, Request request) {
    if (request.model().isPresent()) {
      return request.model();
    }
    if (chat.model().isPresent() || chat.projectId().isEmpty()) {
      return chat.model();
    }
    return projects
        .find(owner, chat.projectId().getAsLong())
        .flatMap(project -> project.defaultModel());
  }

  private StoredAnswer find(Owner owner, long chatId, long messageId) {
    return store
        .find(owner, chatId, messageId)
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MESSAGE, messageId));
  }

  private AnswerReader readerOf(StoredAnswer answer, OptionalLong after) {
    RunningAnswer live = running.get(answer.message().id());
    if (live != null) {
      return AnswerReader.ofRunning(live.log(), store, after);
    }
    StoredAnswer ended = answer;
    if (answer.end().isEmpty()) {
      // It has ended between the two look-ups; what is stored now says how.
      ended = find(answer.owner(), answer.message().chatId(), answer.message().id());
    }
    return AnswerReader.ofEnded(endedAnswers.of(ended), store, after);
  }

  /** On the commit thread: whoever can see the answer in the store finds it here too. */
  private RunningAnswer register(StoredAnswer stored, ModelCatalog.Choice choice, Request request) {
    AnswerLog log = new AnswerLog(new MessageStart(stored.userMessage(), stored.begun()), store);
    RunningAnswer live =
        new RunningAnswer(surroundings, watcher, stored.owner(), log, choice, request.language());
    running.put(log.messageId(), live);
    // After it is registered: either this sees that the server ends, or shutDown sees the answer.
    if (shuttingDown) {
      running.remove(log.messageId());
      throw new ConflictException(ConflictException.Kind.SHUTTING_DOWN);
    }
    return live;
  }

  private void tellStarted(Owner owner, MessageStart start) {
    MessageRead message = start.message();
    changes.publish(
        owner, new LiveEvent.AnswerStarted(message.chatId(), start.userMessage(), message));
    tellChat(owner, message.chatId());
  }

  private void tellChat(Owner owner, long chatId) {
    changes.publish(owner, () -> chats.find(owner, chatId).map(LiveEvent.ChatChanged::new));
  }

  /** What follows the end of an answer. */
  private final class Watcher implements RunningAnswer.Watcher {

    @Override
    public void ended(RunningAnswer answer, MessageStatus status, boolean here) {
      MessageRead message = answer.log().start().message();
      running.remove(message.id());
      if (here) {
        changes.publish(
            answer.owner(), new LiveEvent.AnswerEnded(message.chatId(), message.id(), status));
        tellChat(answer.owner(), message.chatId());
        if (status == MessageStatus.COMPLETE) {
          titles.ifPresent(asked ->
              asked.answered(
                  answer.owner(), answer.log().start(), answer.log().text(), answer.choice()));
        }
      }
    }

    @Override
    public boolean shuttingDown() {
      return shuttingDown;
    }
  }
}
