package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.Race.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.ConflictException;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Projects;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.storage.Race.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several want to end one answer at the same moment: one of them does. */
@Timeout(120)
class EndRacesIT {

  @TempDir Path folder;
  private final GatedModel model = new GatedModel();

  @Test
  void aStopAndTheEndGiveOneEndThatAllAreTold() throws Exception {
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      Set<MessageStatus> ends = EnumSet.noneOf(MessageStatus.class);
      Race.rounds(
          120,
          (round, random) -> {
            long chat = open.newChat();
            String question = "q" + round;
            GatedModel.Plan plan = model.plan(question, "a", " b");
            AnswerReader reader = open.send(chat, question);
            long id = reader.messageId();
            Seen seen = new Seen().readUntil(reader, 1);
            // Once in a while the one or the other is first for certain.
            if (round % 20 == 0) {
              plan.finish();
              seen.readOn(reader);
            } else if (round % 20 == 10) {
              open.answers.stop(ME, chat, id);
            }
            List<Outcome<MessageRead>> outcomes =
                atOnce(
                    random,
                    () -> finish(plan, open, chat),
                    () -> open.answers.stop(ME, chat, id),
                    () -> open.answers.stop(ME, chat, id));
            seen.readOn(reader);

            MessageRead stored = open.messages.get(ME, chat, id);
            ends.add(stored.status());
            MessageEnd end = (MessageEnd) seen.end();
            assertThat(end.message()).isEqualTo(stored);
            assertThat(seen.text()).isEqualTo(stored.content());
            assertThat("a b").startsWith(stored.content());
            assertThat(stored.status()).isIn(MessageStatus.COMPLETE, MessageStatus.STOPPED);
            boolean isWhole = stored.status() == MessageStatus.COMPLETE;
            assertThat(end.finishReason())
                .isEqualTo(isWhole ? FinishReason.STOP : FinishReason.STOPPED);
            if (isWhole) {
              assertThat(stored.content()).isEqualTo("a b");
            }
            assertThat(outcomes.get(1).get()).isEqualTo(stored);
            assertThat(outcomes.get(2).get()).isEqualTo(stored);
            assertThat(open.answers.stop(ME, chat, id)).isEqualTo(stored);
            for (long after = -1; after <= seen.position() + 2; after++) {
              OptionalLong from = after < 0 ? OptionalLong.empty() : OptionalLong.of(after);
              assertThat(
                      OpenStorage.readAll(open.answers.read(ME, chat, id, from)).getLast().event())
                  .isEqualTo(end);
            }
            // The chat is free for the next one.
            model.plan("next").finish();
            assertThat(Seen.whole(open.send(chat, "next")).end()).isInstanceOf(AnswerError.class);
          });
      assertThat(ends).hasSize(2);
      assertAllIsWell(open);
    }
  }

  @Test
  void aStopBeforeTheFirstWordKeepsTheQuestionOrAnEmptyEndTakesItBack() throws Exception {
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      Race.rounds(
          60,
          (round, random) -> {
            long chat = open.newChat();
            String question = "q" + round;
            GatedModel.Plan plan = model.plan(question);
            AnswerReader reader = open.send(chat, question);
            long id = reader.messageId();
            atOnce(random, () -> finish(plan, open, chat), () -> open.answers.stop(ME, chat, id));
            Seen seen = Seen.whole(reader);

            boolean isStopped = seen.end() instanceof MessageEnd;
            if (isStopped) {
              assertThat(open.history(chat))
                  .extracting(MessageRead::role)
                  .containsExactly(Role.USER);
            } else {
              assertThat(((AnswerError) seen.end()).code()).isEqualTo("model_empty");
              assertThat(open.history(chat)).isEmpty();
            }
            assertThatThrownBy(() -> open.messages.get(ME, chat, id))
                .isInstanceOf(NotFoundException.class);
            // What is not kept has no times, but the same end.
            Seen again = Seen.whole(open.answers.read(ME, chat, id, OptionalLong.of(0)));
            assertThat(again.end()).hasSameClassAs(seen.end());
            assertThat(again.position()).isEqualTo(seen.position());
            assertThat(again.kept().map(MessageRead::status))
                .isEqualTo(seen.kept().map(MessageRead::status));
          });
      assertAllIsWell(open);
    }
  }

  @Test
  void aMessageThatIsDeletedAsItEndsIsGoneAndItsReadersHaveOneEnd() throws Exception {
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      Race.rounds(
          60,
          (round, random) -> {
            long chat = open.newChat();
            String question = "q" + round;
            GatedModel.Plan plan = model.plan(question, "a");
            AnswerReader reader = open.send(chat, question);
            long id = reader.messageId();
            Seen seen = new Seen().readUntil(reader, random.nextBoolean() ? 1 : 0);
            List<Outcome<MessageRead>> outcomes =
                atOnce(
                    random,
                    () -> {
                      plan.finish();
                      return question(open, chat);
                    },
                    () -> {
                      open.messages.delete(ME, chat, id);
                      return question(open, chat);
                    });
            seen.readOn(reader);

            assertThat(outcomes).allMatch(Outcome::worked);
            assertThat(seen.end()).isInstanceOf(MessageEnd.class);
            assertThatThrownBy(() -> open.messages.get(ME, chat, id))
                .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> open.messages.delete(ME, chat, id))
                .isInstanceOf(NotFoundException.class);
            assertThat(open.history(chat)).extracting(MessageRead::role).containsExactly(Role.USER);
            assertThat(open.chats.get(ME, chat).streamingMessageId()).isEmpty();
          });
      assertAllIsWell(open);
    }
  }

  @Test
  void aChatOrItsProjectThatIsDeletedAsAnAnswerEndsIsGoneAndItsReadersHaveOneEnd()
      throws Exception {
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      Race.rounds(
          60,
          (round, random) -> {
            long project =
                open.projects.create(ME, new Projects.Fields("p", "", Optional.empty())).id();
            long chat = open.newChat(OptionalLong.of(project));
            String question = "q" + round;
            GatedModel.Plan plan = model.plan(question, "a");
            AnswerReader reader = open.send(chat, question);
            Seen seen = new Seen().readUntil(reader, random.nextBoolean() ? 1 : 0);
            boolean whole = random.nextBoolean();
            List<Outcome<Boolean>> outcomes =
                atOnce(
                    random,
                    () -> {
                      plan.finish();
                      return true;
                    },
                    () -> {
                      if (whole) {
                        open.projects.delete(ME, project);
                      } else {
                        open.chats.delete(ME, chat);
                      }
                      return true;
                    });
            seen.readOn(reader);

            assertThat(outcomes).allMatch(Outcome::worked);
            assertThat(seen.end()).isInstanceOf(MessageEnd.class);
            assertThatThrownBy(() -> open.chats.get(ME, chat))
                .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> open.answers.stop(ME, chat, reader.messageId()))
                .isInstanceOf(NotFoundException.class);
          });
      assertAllIsWell(open);
    }
  }

  @Test
  void theEndOfTheServerMeetsAStopAndASend() {
    Race.rounds(
        15,
        (round, random) -> {
          Path own = folder.resolve("round" + round);
          try (OpenStorage open = OpenStorage.over(own, model)) {
            long chat = open.newChat();
            long other = open.newChat();
            model.plan("stopped", "a");
            model.plan("sent", "b");
            AnswerReader reader = open.send(chat, "stopped");
            Seen seen = new Seen().readUntil(reader, 1);
            List<Outcome<Long>> outcomes =
                atOnce(
                    random,
                    () -> open.answers.stop(ME, chat, reader.messageId()).id(),
                    () -> {
                      open.answers.shutDown(Duration.ZERO);
                      return 0L;
                    },
                    () -> open.send(other, "sent").messageId());
            seen.readOn(reader);

            MessageRead stored = open.messages.get(ME, chat, reader.messageId());
            assertThat(stored.status()).isIn(MessageStatus.STOPPED, MessageStatus.INTERRUPTED);
            assertThat(seen.kept()).hasValue(stored);
            assertThat(outcomes.get(0).worked()).isTrue();
            assertThat(outcomes.get(1).worked()).isTrue();
            // What was accepted has an end; what was refused has left nothing.
            if (outcomes.get(2).worked()) {
              assertThat(open.chats.get(ME, other).streamingMessageId()).isEmpty();
              assertThat(open.history(other)).isNotEmpty();
            } else {
              assertThat(outcomes.get(2).failure())
                  .isInstanceOfSatisfying(
                      ConflictException.class,
                      e -> assertThat(e.kind()).isEqualTo(ConflictException.Kind.SHUTTING_DOWN));
              assertThat(open.history(other)).isEmpty();
            }
            assertAllIsWell(open);
          }
          assertThat(SqliteCheck.find(own).found()).isEmpty();
        });
  }

  private static MessageRead finish(GatedModel.Plan plan, OpenStorage open, long chat) {
    plan.finish();
    return question(open, chat);
  }

  private static MessageRead question(OpenStorage open, long chat) {
    return open.history(chat).getFirst();
  }

  /** Nothing runs, and what is stored does not contradict itself. */
  private void assertAllIsWell(OpenStorage open) {
    await().until(() -> open.answers.runningCount() == 0);
    assertThat(
            open.storage.<Long>read(handle ->
                handle
                    .createQuery("SELECT count(*) FROM message WHERE status = 'streaming'")
                    .mapTo(Long.class)
                    .one()))
        .isZero();
  }
}
