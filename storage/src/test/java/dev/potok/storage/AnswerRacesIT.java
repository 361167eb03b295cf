package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.Chats;
import dev.potok.engine.ConflictException;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.engine.Prompt;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model that never ends meets a user who stops and deletes at any moment. */
@Timeout(120)
class AnswerRacesIT {
  private static final Owner ME = Owner.LOCAL;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private OpenStorage open;
  private Answers answers;
  private Messages messages;
  private Chats chats;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, new Pouring());
    answers = open.answers;
    messages = open.messages;
    chats = open.chats;
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void aStopAmongTokensIsTheOnlyEndAndItsTextIsTheStream() throws Exception {
    for (int round = 0; round < 50; round++) {
      long chat = open.newChat();
      AnswerReader reader = open.send(chat, "go");
      List<LoggedEvent> events = new ArrayList<>();
      while (events.size() < 2 + round % 5) {
        events.addAll(reader.next(SOON));
      }
      MessageRead stopped;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<MessageRead> other =
            threads.submit(() -> answers.stop(ME, chat, reader.messageId()));
        stopped = answers.stop(ME, chat, reader.messageId());
        assertThat(other.get()).isEqualTo(stopped);
      }
      while (!reader.finished()) {
        List<LoggedEvent> next = reader.next(SOON);
        assertThat(next).isNotEmpty();
        events.addAll(next);
      }

      assertThat(stopped.status()).isEqualTo(MessageStatus.STOPPED);
      assertThat(textOf(events)).isEqualTo(stopped.content());
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).seq()).isEqualTo(i + 1);
      }
      assertThat(((MessageEnd) events.getLast().event()).message()).isEqualTo(stopped);
    }
    assertThat(answers.runningCount()).isZero();
  }

  @Test
  void aChatThatIsDeletedWhileSomebodySendsLeavesNothingRunning() throws Exception {
    for (int round = 0; round < 50; round++) {
      long chat = open.newChat();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Optional<AnswerReader>> sent = threads.submit(() -> sendIfThere(chat));
        chats.delete(ME, chat);
        Optional<AnswerReader> reader = sent.get();
        while (reader.isPresent() && !reader.get().finished()) {
          assertThat(reader.get().next(SOON)).isNotEmpty();
        }
      }
      assertThatThrownBy(() -> chats.get(ME, chat)).isInstanceOf(NotFoundException.class);
    }
    assertThat(answers.runningCount()).isZero();
  }

  @Test
  void anAnswerHasALimitedLength() throws Exception {
    long chat = open.newChat();
    AnswerReader reader = open.send(chat, "long");
    List<LoggedEvent> events = new ArrayList<>();
    while (!reader.finished()) {
      List<LoggedEvent> next = reader.next(SOON);
      assertThat(next).isNotEmpty();
      events.addAll(next);
    }

    MessageEnd end = (MessageEnd) events.getLast().event();
    assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(end.message().content()).hasSize(768 * 1024);
    assertThat(messages.get(ME, chat, end.message().id())).isEqualTo(end.message());
  }

  private Optional<AnswerReader> sendIfThere(long chat) throws InterruptedException {
    try {
      return Optional.of(open.send(chat, "go"));
    } catch (NotFoundException | ConflictException e) {
      return Optional.empty();
    }
  }

  private static String textOf(List<LoggedEvent> events) {
    StringBuilder text = new StringBuilder();
    for (LoggedEvent event : events) {
      if (event.event() instanceof MessageDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  /** A model that says numbers as fast as it can, or long lines. */
  private static final class Pouring implements ModelProvider {

    @Override
    public String name() {
      return "pouring";
    }

    @Override
    public List<ModelInfo> models() {
      return List.of(new ModelInfo("one", "One"));
    }

    @Override
    public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
      boolean isLong = prompt.messages().getLast().content().equals("long");
      String line = isLong ? "\u0001".repeat(100_000) : " ";
      for (int i = 0; ; i++) {
        output.text(i + line);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }
}
