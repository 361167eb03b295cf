package dev.potok.engine;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.ToolCallDelta;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives chats titles: after the first whole answer its model is asked for one, once for each chat
 * and in the background, unless the user has named the chat. If it gives none in time, the first
 * words of the first message stay. An answer that begins ends the question of its chat, and those
 * of all chats if its provider answers one prompt at a time: it would wait for them. Thread-safe.
 */
public final class ChatTitles implements AutoCloseable {

  /** How long a model may take to give a title. */
  public static final Duration WITHIN = Duration.ofSeconds(30);

  /** The longest answer that is read, in characters. */
  static final int MAX_ANSWER = 1_000;

  private static final Logger LOG = System.getLogger(ChatTitles.class.getName());

  private final ChatStore chats;
  private final ChangeFeed changes;
  private final Duration within;

  /** The questions that run, by chat. */
  private final Map<Long, Question> asking = new ConcurrentHashMap<>();

  private volatile boolean closed;

  private record Question(Thread thread, ModelProvider provider) {}

  /**
   * Titles for the chats of a store.
   *
   * @param changes is told of them
   * @param within how long a model may take to give one, such as {@link #WITHIN}
   */
  public ChatTitles(ChatStore chats, ChangeFeed changes, Duration within) {
    this.chats = chats;
    this.changes = changes;
    this.within = within;
  }

  /** An answer has come to its end. Returns at once. */
  void answered(Owner owner, MessageStart start, String answer, ModelCatalog.Choice choice) {
    if (closed || !choice.provider().writesTitles()) {
      return;
    }
    long chatId = start.message().chatId();
    String question = start.userMessage().map(MessageRead::content).orElse("");
    Prompt prompt = TitlePrompt.of(choice.model(), question, answer);
    ModelProvider provider = choice.provider();
    Thread thread =
        Thread.ofVirtual()
            .name("title-" + chatId)
            .unstarted(() -> ask(owner, chatId, provider, prompt));
    if (asking.putIfAbsent(chatId, new Question(thread, provider)) == null) {
      thread.start();
      Thread.ofVirtual().start(() -> endInTime(thread));
    }
  }

  private void endInTime(Thread question) {
    try {
      if (!question.join(within)) {
        question.interrupt();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "nobody interrupts this thread", e);
    }
  }

  /** An answer is wanted in a chat now. Returns at once. */
  void giveWay(long chatId, ModelProvider answering) {
    asking.forEach((asked, question) -> {
      if (asked == chatId
          || (question.provider().equals(answering) && answering.answersOneAtATime())) {
        question.thread().interrupt();
      }
    });
  }

  private void ask(Owner owner, long chatId, ModelProvider provider, Prompt prompt) {
    try {
      if (chats.claimTitle(owner, chatId)) {
        FirstLines answer = new FirstLines();
        provider.answer(prompt, answer);
        give(owner, chatId, TitlePrompt.titleIn(answer.text.toString()));
      }
    } catch (ModelException | StorageException e) {
      LOG.log(
          Level.DEBUG, "chat {0} keeps its first words as its title: {1}", chatId, e.getMessage());
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "chat {0} keeps its first words as its title: no time", chatId);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the title of chat " + chatId + " failed", e);
    } finally {
      asking.remove(chatId);
    }
  }

  private void give(Owner owner, long chatId, String title) {
    if (!title.isEmpty() && chats.giveTitle(owner, chatId, title)) {
      changes.publish(owner, () -> chats.find(owner, chatId).map(LiveEvent.ChatChanged::new));
    }
  }

  /** How many questions run. */
  public int running() {
    return asking.size();
  }

  /** Ends the questions that run, and asks no more. */
  @Override
  public void close() {
    closed = true;
    for (Question question : asking.values()) {
      question.thread().interrupt();
      try {
        question.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The beginning of an answer, without its thinking. */
  private static final class FirstLines implements ModelOutput {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void text(String delta) {
      if (text.length() < MAX_ANSWER) {
        text.append(delta, 0, Math.min(delta.length(), MAX_ANSWER - text.length()));
      }
    }

    @Override
    public void thinking(String delta) {}

    /** No tools are offered. */
    @Override
    public void toolCall(ToolCallDelta delta) {}

    @Override
    public boolean isReadAsItGrows() {
      return false;
    }
  }
}
