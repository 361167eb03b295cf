package dev.potok.cli;

import dev.potok.client.Answer;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A person's talk with a server: the chat that is open, the model that was chosen, the answer that
 * is coming. One thread talks; {@link #interrupt} may come from any.
 */
final class ChatTalk {
  private final PotokClient client;
  private OptionalLong chatId;
  private Optional<String> model;
  private volatile @Nullable Answer running;
  private volatile boolean begun;
  private volatile boolean interrupted;

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

  /**
   * Asks and shows the answer as it comes.
   *
   * @return whether the answer came to its end, and was not stopped
   */
  boolean ask(String text, ChatOutput output) {
    Question question = Question.of(text);
    Question addressed = model.map(question::model).orElse(question);
    return show(chat -> chat.send(addressed), output);
  }

  /** Asks the last question of the chat once more, or goes on with its last answer. */
  boolean repeat(boolean goesOn, ChatOutput output) {
    List<MessageRead> last =
        chatId.isPresent() ? client.chat(chatId.getAsLong()).messages(1) : List.of();
    if (last.isEmpty()) {
      output.console().warn("chat_empty");
      return false;
    }
    long id = last.getFirst().id();
    return show(chat -> goesOn ? chat.continueAnswer(id) : regenerated(chat, id), output);
  }

  private Answer regenerated(Chat chat, long id) {
    return model.isPresent() ? chat.regenerate(id, model.get()) : chat.regenerate(id);
  }

  private boolean show(Function<Chat, Answer> asking, ChatOutput output) {
    begun = false;
    interrupted = false;
    try (Answer answer = asking.apply(chat())) {
      running = answer;
      begun = true;
      if (interrupted) {
        answer.stop();
      }
      return show(answer, output);
    } finally {
      running = null;
    }
  }

  private Chat chat() {
    Chat chat =
        chatId.isPresent() ? client.chat(chatId.getAsLong()) : client.newChat(NewChat.untitled());
    chatId = OptionalLong.of(chat.id());
    return chat;
  }

  private static boolean show(Answer answer, ChatOutput output) {
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
      return false;
    } finally {
      text.finish();
    }
    MessageEnd end = answer.await();
    output.ended(end);
    return end.finishReason() != FinishReason.STOPPED;
  }

  /**
   * Stops the answer that is coming; the second time, reads it no more, which goes even without the
   * server.
   */
  void interrupt() {
    Answer answer = running;
    boolean isSecond = interrupted;
    interrupted = true;
    if (answer == null) {
      return;
    }
    if (isSecond) {
      answer.close();
    } else {
      Thread.ofVirtual().start(this::stopQuietly);
    }
  }

  /** Stops the answer that is coming, if the server can be told so. */
  void stopQuietly() {
    Answer answer = running;
    if (answer == null) {
      return;
    }
    try {
      answer.stop();
    } catch (PotokClientException e) {
      answer.close();
    }
  }
}
