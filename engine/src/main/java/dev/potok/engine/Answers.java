package dev.potok.engine;

import dev.potok.engine.AnswerStore.Ending;
import dev.potok.engine.AnswerStore.NewAnswer;
import dev.potok.engine.AnswerStore.Started;
import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.PotokException;
import dev.potok.protocol.Role;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins answers, stops them, and gives readers of them.
 *
 * <p>An answer runs on a virtual thread of its own, its owner, which calls the model and appends to
 * the answer's {@link AnswerLog}. It runs to its end whether anybody reads it or not. Whoever ends
 * it (the owner, a Stop, a deletion, the end of the server) asks the store, which lets only the
 * first one do so. Thread-safe.
 */
public final class Answers {
  private static final Logger LOG = System.getLogger(Answers.class.getName());

  /**
   * The longest answer, its thinking included, in characters. With its question, which is at most 1
   * MiB, it makes an event that every reader takes ({@code SseDecoder.MAX_EVENT_CHARACTERS}), also
   * where JSON writes each character as six.
   */
  static final int MAX_ANSWER_CHARACTERS = 768 * 1024;

  /** How long a failed attempt to store an end waits for the next, in milliseconds. */
  private static final long STORE_RETRY_MILLIS = 1_000;

  private final AnswerStore store;
  private final ChatStore chats;
  private final PromptBuilder prompts;
  private final ModelCatalog models;
  private final ProjectStore projects;
  private final LongSupplier nanoTime;
  private final Map<Long, RunningAnswer> running = new ConcurrentHashMap<>();
  private volatile boolean shuttingDown;

  /**
   * Answers kept in the given stores.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Answers(
      AnswerStore store,
      ChatStore chats,
      MessageStore messages,
      ProjectStore projects,
      ModelCatalog models,
      LongSupplier nanoTime) {
    this.store = store;
    this.chats = chats;
    this.projects = projects;
    this.prompts = new PromptBuilder(messages, chats, projects);
    this.models = models;
    this.nanoTime = nanoTime;
  }

  /**
   * A request for an answer.
   *
   * @param content the user's new message, not blank, each half of a character in it replaced by
   *     U+FFFD; empty to answer {@code parentId} once more
   * @param parentId what the new message follows, or the message to answer; empty for the active
   *     leaf
   * @param model the full id of the model; empty for the chat's
   * @param clientMessageId the sender's id of this send, at most {@link #MAX_CLIENT_MESSAGE_ID}
   *     characters; the same again gives the same answer
   * @param language the language of what goes wrong
   */
  public record Request(
      Optional<String> content,
      OptionalLong parentId,
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
      clientMessageId.ifPresent(id -> {
        Limits.notBlank("client_message_id", id);
        Limits.atMost("client_message_id", id, MAX_CLIENT_MESSAGE_ID);
      });
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
        running.remove(registered[0].log.messageId());
      }
      throw e;
    }
    if (started.isNew()) {
      registered[0].begin();
      return AnswerReader.ofRunning(registered[0].log, store, position);
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
        new Request(Optional.empty(), answered, model, Optional.empty(), language),
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
  public void shutDown(Duration grace, Language language) throws InterruptedException {
    shuttingDown = true;
    long deadline = nanoTime.getAsLong() + grace.toNanos();
    for (RunningAnswer live : running.values()) {
      live.log.awaitEnd(Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())));
    }
    for (RunningAnswer live : running.values()) {
      live.end(
          MessageStatus.INTERRUPTED,
          Optional.empty(),
          Optional.of(Failures.interrupted(language)),
          OptionalLong.empty());
      live.interrupt();
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
      return AnswerReader.ofRunning(live.log, store, after);
    }
    StoredAnswer ended = answer;
    if (answer.end().isEmpty()) {
      // It has ended between the two look-ups; what is stored now says how.
      ended = find(answer.owner(), answer.message().chatId(), answer.message().id());
    }
    return AnswerReader.ofEnded(ended, store, after);
  }

  /** On the commit thread: whoever can see the answer in the store finds it here too. */
  private RunningAnswer register(StoredAnswer stored, ModelCatalog.Choice choice, Request request) {
    AnswerLog log = new AnswerLog(new MessageStart(stored.userMessage(), stored.message()), store);
    RunningAnswer live = new RunningAnswer(stored.owner(), log, choice, request.language());
    running.put(log.messageId(), live);
    return live;
  }

  /** One running answer and the thread that owns it. */
  private final class RunningAnswer {
    private final Owner owner;
    private final AnswerLog log;
    private final ModelCatalog.Choice choice;
    private final Language language;
    private final long startedAt = nanoTime.getAsLong();
    private volatile @Nullable Thread thread;

    RunningAnswer(Owner owner, AnswerLog log, ModelCatalog.Choice choice, Language language) {
      this.owner = owner;
      this.log = log;
      this.choice = choice;
      this.language = language;
    }

    void begin() {
      Thread owning = Thread.ofVirtual().name("answer-" + log.messageId()).unstarted(this::answer);
      thread = owning;
      owning.start();
    }

    void interrupt() {
      Thread owning = thread;
      if (owning != null) {
        owning.interrupt();
      }
    }

    private void answer() {
      try {
        if (log.ended()) {
          return;
        }
        Prompt prompt = prompts.build(owner, log.start(), choice.model());
        complete(choice.provider().answer(prompt, new LogOutput(log)));
      } catch (TooLongException e) {
        complete(new ModelCompletion(FinishReason.LENGTH, OptionalLong.empty()));
      } catch (ModelException e) {
        LOG.log(Level.WARNING, "answer {0} failed: {1}", log.messageId(), e.getMessage());
        fail(Failures.of(e, language));
      } catch (InterruptedException e) {
        // Whoever interrupts ends the answer; this is the last act of the thread.
        LOG.log(Level.DEBUG, "answer {0} was interrupted", log.messageId());
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "answer " + log.messageId() + " failed", e);
        fail(Failures.internal(language));
      }
    }

    private void complete(ModelCompletion completion) {
      if (log.isEmpty()) {
        fail(Failures.empty(language));
        return;
      }
      end(
          MessageStatus.COMPLETE,
          Optional.of(completion.finishReason()),
          Optional.empty(),
          completion.tokens());
    }

    private void fail(AnswerStore.Failure failure) {
      end(MessageStatus.FAILED, Optional.empty(), Optional.of(failure), OptionalLong.empty());
    }

    /** Once: who asks for a stop is told if it cannot be stored. */
    void stop() {
      Ending ending =
          ending(
              MessageStatus.STOPPED,
              Optional.of(FinishReason.STOPPED),
              Optional.empty(),
              OptionalLong.empty());
      try {
        store.end(log, ending);
        running.remove(log.messageId());
      } finally {
        interrupt();
      }
    }

    /** An end must not be lost to a full disk or a locked file: it is tried until it is stored. */
    void end(
        MessageStatus status,
        Optional<FinishReason> finishReason,
        Optional<AnswerStore.Failure> failure,
        OptionalLong tokens) {
      Ending ending = ending(status, finishReason, failure, tokens);
      while (!log.ended()) {
        try {
          store.end(log, ending);
          break;
        } catch (StorageException e) {
          LOG.log(Level.ERROR, "the end of answer " + log.messageId() + " is not stored yet", e);
          if (shuttingDown || !pause()) {
            return;
          }
        }
      }
      running.remove(log.messageId());
    }

    private Ending ending(
        MessageStatus status,
        Optional<FinishReason> finishReason,
        Optional<AnswerStore.Failure> failure,
        OptionalLong tokens) {
      long millis = (nanoTime.getAsLong() - startedAt) / 1_000_000;
      return new Ending(status, finishReason, failure, tokens, OptionalLong.of(millis));
    }

    private boolean pause() {
      try {
        Thread.sleep(STORE_RETRY_MILLIS);
        return true;
      } catch (InterruptedException e) {
        return !shuttingDown;
      }
    }
  }

  /** A model's output goes to the log, up to the longest answer. */
  private static final class LogOutput implements ModelOutput {
    private final AnswerLog log;
    private int left = MAX_ANSWER_CHARACTERS;

    LogOutput(AnswerLog log) {
      this.log = log;
    }

    @Override
    public void text(String delta) throws InterruptedException {
      append(MessageDelta.Kind.TEXT, delta);
    }

    @Override
    public void thinking(String delta) throws InterruptedException {
      append(MessageDelta.Kind.THINKING, delta);
    }

    private void append(MessageDelta.Kind kind, String delta) throws InterruptedException {
      if (delta.length() > left) {
        log.append(new MessageDelta(kind, delta.substring(0, left)));
        throw new TooLongException();
      }
      left -= delta.length();
      log.append(new MessageDelta(kind, delta));
    }
  }

  /** The model has said as much as an answer may hold. */
  private static final class TooLongException extends PotokException {
    TooLongException() {
      super("an answer of more than " + MAX_ANSWER_CHARACTERS + " characters");
    }
  }
}
