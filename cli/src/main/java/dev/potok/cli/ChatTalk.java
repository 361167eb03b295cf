package dev.potok.cli;

import dev.potok.client.Answer;
import dev.potok.client.AnswerRunningException;
import dev.potok.client.Chat;
import dev.potok.client.NewChat;
import dev.potok.client.PotokClient;
import dev.potok.client.PotokClientException;
import dev.potok.client.Question;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A person's talk with a server: the chat that is open, the model that was chosen, the answer that
 * is coming. One thread talks; {@link #interrupt} may come from any.
 */
final class ChatTalk {

  /** How long a server may take to stop an answer before it is read no more. */
  static final Duration STOP_PATIENCE = Duration.ofMillis(800);

  /** What became of a question. */
  enum Outcome {
    /** The answer came to its end. */
    WHOLE,
    /** The answer was stopped, or is read no more. */
    STOPPED,
    /** Its wait was ended before the answer began. */
    NOT_BEGUN
  }

  private final PotokClient client;
  private OptionalLong chatId;
  private Optional<String> model;
  private final Waiting waiting = new Waiting();
  private volatile @Nullable Answer running;
  private volatile boolean begun;
  private volatile boolean interrupted;

  /** The chat that an answer was asked of which has not begun yet. */
  private volatile OptionalLong askedOf = OptionalLong.empty();

  /** The wait for the last answer was ended, so that it may run though nobody has heard of it. */
  private boolean mayRunUnseen;

  /** How many answers were asked for. */
  private final AtomicInteger asked = new AtomicInteger();

  ChatTalk(PotokClient client, OptionalLong chatId, Optional<String> model) {
    this.client = client;
    this.chatId = chatId;
    this.model = model;
  }

  PotokClient client() {
    return client;
  }

  OptionalLong chatId() {
    return chatId;
  }

  /** Whether the answer that was asked for last had begun. */
  boolean hasBegun() {
    return begun;
  }

  /** The next question begins a chat. */
  void startAnew() {
    chatId = OptionalLong.empty();
  }

  /** The messages of another chat, which is open from now on. */
  List<MessageRead> open(long id, int limit) {
    List<MessageRead> messages = client.chat(id).messages(limit);
    chatId = OptionalLong.of(id);
    return messages;
  }

  Optional<String> model() {
    return model;
  }

  void choose(String modelId) {
    model = Optional.of(modelId);
  }

  /** Makes a call whose wait {@link #interrupt} ends. */
  void call(Runnable action) {
    waiting.during(() -> {
      action.run();
      return true;
    });
  }

  /** Asks and shows the answer as it comes. */
  Outcome ask(String text, ChatOutput output) {
    Question question = Question.of(text);
    Question addressed = model.map(question::model).orElse(question);
    return show(chat -> chat.send(addressed), output);
  }

  /** Asks the last question of the chat once more, or goes on with its last answer. */
  Outcome repeat(boolean goesOn, ChatOutput output) {
    Optional<List<MessageRead>> known =
        waiting.during(
            () -> chatId.isPresent() ? client.chat(chatId.getAsLong()).messages(1) : List.of());
    if (known.isEmpty()) {
      return Outcome.NOT_BEGUN;
    }
    List<MessageRead> last = known.get();
    if (last.isEmpty()) {
      output.console().warn("chat_empty");
      return Outcome.WHOLE;
    }
    long id = last.getFirst().id();
    return show(chat -> goesOn ? chat.continueAnswer(id) : regenerated(chat, id), output);
  }

  private Answer regenerated(Chat chat, long id) {
    return model.isPresent() ? chat.regenerate(id, model.get()) : chat.regenerate(id);
  }

  private Outcome show(Function<Chat, Answer> asking, ChatOutput output) {
    begun = false;
    interrupted = false;
    askedOf = OptionalLong.empty();
    asked.incrementAndGet();
    Optional<Answer> opened = waiting.during(() -> begin(asking));
    mayRunUnseen = opened.isEmpty();
    if (opened.isEmpty()) {
      OptionalLong chat = askedOf;
      int number = asked.get();
      Thread.ofVirtual().start(() -> stopUnseen(chat, number));
      return Outcome.NOT_BEGUN;
    }
    try (Answer answer = opened.get()) {
      running = answer;
      begun = true;
      if (interrupted) {
        stop(answer);
      }
      return show(answer, output);
    } finally {
      running = null;
    }
  }

  private Answer begin(Function<Chat, Answer> asking) {
    Chat chat = chat();
    askedOf = OptionalLong.of(chat.id());
    try {
      return asking.apply(chat);
    } catch (AnswerRunningException e) {
      if (!mayRunUnseen) {
        throw e;
      }
      chat.stop(e.messageId());
      return asking.apply(chat);
    }
  }

  private Chat chat() {
    Chat chat =
        chatId.isPresent() ? client.chat(chatId.getAsLong()) : client.newChat(NewChat.untitled());
    chatId = OptionalLong.of(chat.id());
    return chat;
  }

  private static Outcome show(Answer answer, ChatOutput output) {
    ChatOutput.Text text = output.text();
    try {
      for (AnswerEvent event : answer) {
        switch (event) {
          case MessageStart start -> {
            text.finish();
            text = output.text();
            start.message().metadata().thinkingText().ifPresent(text::think);
            text.append(start.message().content());
          }
          case MessageDelta delta -> {
            switch (delta.kind()) {
              case TEXT -> text.append(delta.text());
              case THINKING -> text.think(delta.text());
            }
          }
          case MessageEnd _, AnswerError _ -> {
            // What follows says it.
          }
        }
      }
    } catch (CancellationException e) {
      output.left();
      return Outcome.STOPPED;
    } finally {
      text.finish();
    }
    MessageEnd end = answer.await();
    output.ended(end);
    return end.finishReason() == FinishReason.STOPPED ? Outcome.STOPPED : Outcome.WHOLE;
  }

  /**
   * Stops the answer that is coming, or ends the wait for its beginning. Where the server does not
   * take the stop, and at the second time, the answer is read no more. Returns at once.
   */
  void interrupt() {
    boolean isSecond = interrupted;
    interrupted = true;
    Answer answer = running;
    if (answer == null) {
      waiting.end();
    } else if (isSecond) {
      answer.close();
    } else {
      stop(answer);
    }
  }

  private static void stop(Answer answer) {
    Thread stopping = Thread.ofVirtual().start(() -> stopQuietly(answer));
    Thread.ofVirtual()
        .start(() -> {
          if (!isOver(stopping)) {
            answer.close();
          }
        });
  }

  /**
   * Stops what was asked for, whether it has begun or not; for a process that is about to end.
   * Returns within {@link #STOP_PATIENCE}.
   */
  void stopBeforeTheEnd() {
    Answer answer = running;
    OptionalLong chat = askedOf;
    int number = asked.get();
    isOver(
        Thread.ofVirtual()
            .start(() -> {
              if (answer == null) {
                stopUnseen(chat, number);
              } else {
                stopQuietly(answer);
              }
            }));
  }

  private static boolean isOver(Thread stopping) {
    try {
      return stopping.join(STOP_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops an answer, if the server can be told so. */
  private static void stopQuietly(Answer answer) {
    try {
      answer.stop();
    } catch (PotokClientException | CancellationException e) {
      answer.close();
    }
  }

  /**
   * Stops an answer that may have begun at the server though nobody here has heard of it.
   *
   * @param number which of those that were asked for it is; if more were, they are none of this
   */
  private void stopUnseen(OptionalLong id, int number) {
    if (id.isEmpty()) {
      return;
    }
    Chat chat = client.chat(id.getAsLong());
    try {
      for (MessageRead last : chat.messages(1)) {
        if (last.status() == MessageStatus.STREAMING && asked.get() == number) {
          chat.stop(last.id());
        }
      }
    } catch (PotokClientException | CancellationException e) {
      // A server that cannot be reached cannot be told.
    }
  }
}
