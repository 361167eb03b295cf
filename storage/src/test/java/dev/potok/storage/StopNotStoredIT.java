package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.AnswerStore;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Chats;
import dev.potok.engine.Language;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.engine.StorageException;
import dev.potok.protocol.MessageStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Stop at a moment when nothing can be stored. */
@Timeout(60)
class StopNotStoredIT {
  private static final Owner ME = Owner.LOCAL;

  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private final AtomicInteger failuresLeft = new AtomicInteger();

  @Test
  void isToldSoAndStoredAsSoonAsThatIsPossible() throws Exception {
    ChangeFeed changes = new ChangeFeed("test");
    try (SqliteStorage storage = MadeTables.open(folder, Clock.systemUTC())) {
      Answers answers =
          new Answers(
              failing(storage.answers()),
              storage.chats(),
              storage.messages(),
              storage.projects(),
              new ModelCatalog(List.of(model), Optional.empty(), System::nanoTime),
              changes,
              OnFailure.KEEP,
              System::nanoTime);
      Chats chats = new Chats(storage.chats(), answers, changes);
      long chat =
          chats.create(ME, new Chats.Fields(OptionalLong.empty(), "", Optional.empty())).id();
      AnswerReader reader =
          answers.start(
              ME,
              chat,
              Answers.Request.send(
                  "hello",
                  OptionalLong.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Language.ENGLISH),
              OptionalLong.of(1));
      model.says("half");
      assertThat(reader.next(Duration.ofSeconds(20))).isNotEmpty();
      failuresLeft.set(2);

      assertThatThrownBy(() -> answers.stop(ME, chat, reader.messageId()))
          .isInstanceOf(StorageException.class);

      await().until(() -> answers.runningCount() == 0);
      assertThat(failuresLeft).hasValue(0);
      assertThat(model.interrupted).hasValue(1);
      assertThat(storage.messages().find(ME, chat, reader.messageId()))
          .hasValueSatisfying(message -> {
            assertThat(message.status()).isEqualTo(MessageStatus.STOPPED);
            assertThat(message.content()).isEqualTo("half");
          });
    }
  }

  /** The real store, whose next ends fail as on a full disk. */
  private AnswerStore failing(AnswerStore store) {
    return (AnswerStore)
        Proxy.newProxyInstance(
            AnswerStore.class.getClassLoader(),
            new Class<?>[] {AnswerStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("end")
                  && failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new StorageException("the disk is full");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
