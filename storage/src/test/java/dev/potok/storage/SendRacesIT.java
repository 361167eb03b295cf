package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.Race.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.ConflictException;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.storage.Race.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several want to begin an answer in one chat at the same moment: one of them does. */
@Timeout(120)
class SendRacesIT {

  @TempDir Path folder;
  private final GatedModel model = new GatedModel();
  private OpenStorage open;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, model);
  }

  @AfterEach
  void close() {
    await().until(() -> open.answers.runningCount() == 0);
    open.close();
    assertThat(SqliteCheck.find(folder).found()).isEmpty();
  }

  @Test
  void ofTwoSendsOneIsAnsweredAndTheOtherToldWhichRuns() {
    Race.rounds(
        100,
        (round, random) -> {
          long chat = open.newChat();
          GatedModel.Plan left = model.plan("left" + round, "l");
          GatedModel.Plan right = model.plan("right" + round, "r");
          List<Outcome<AnswerReader>> outcomes =
              atOnce(
                  random,
                  () -> open.send(chat, "left" + round),
                  () -> open.send(chat, "right" + round));

          AnswerReader winner = onlyWinner(outcomes);
          boolean isLeft = outcomes.getFirst().worked();
          assertThat(open.history(chat)).hasSize(2);
          assertThat(open.history(chat).getFirst().content())
              .isEqualTo((isLeft ? "left" : "right") + round);
          assertThat(messages(chat)).isEqualTo(2);
          (isLeft ? left : right).finish();
          assertThat(Seen.whole(winner).text()).isEqualTo(isLeft ? "l" : "r");
        });
  }

  @Test
  void theSameSendFromTwoSidesIsOneSend() {
    Race.rounds(
        100,
        (round, random) -> {
          long chat = open.newChat();
          GatedModel.Plan plan = model.plan("q" + round, "a", "b");
          Optional<String> id = Optional.of("send");
          boolean early = random.nextBoolean();
          if (early) {
            plan.finish();
          }
          List<Outcome<AnswerReader>> outcomes =
              atOnce(
                  random,
                  () -> open.send(chat, "q" + round, id, OptionalLong.empty()),
                  () -> open.send(chat, "q" + round, id, OptionalLong.empty()),
                  () -> open.send(chat, "q" + round, id, OptionalLong.empty()));

          plan.finish();
          assertThat(outcomes).allMatch(Outcome::worked);
          assertThat(outcomes.stream().map(outcome -> outcome.get().messageId()).distinct())
              .hasSize(1);
          Seen first = Seen.whole(outcomes.getFirst().get());
          for (Outcome<AnswerReader> outcome : outcomes.subList(1, 3)) {
            Seen seen = Seen.whole(outcome.get());
            assertThat(seen.text()).isEqualTo("ab");
            assertThat(seen.end()).isEqualTo(first.end());
          }
          assertThat(messages(chat)).isEqualTo(2);
        });
  }

  @Test
  void ofTwoFurtherVersionsOneIsMade() {
    Race.rounds(
        100,
        (round, random) -> {
          long chat = open.newChat();
          model.plan("q" + round, "a").finish();
          Seen first = Seen.whole(open.send(chat, "q" + round));
          MessageRead answer = first.kept().orElseThrow();
          GatedModel.Plan plan = model.plan("q" + round, "b");
          List<Outcome<AnswerReader>> outcomes =
              atOnce(
                  random,
                  () -> open.regenerate(chat, answer.id()),
                  () -> open.regenerate(chat, answer.parentId().orElseThrow()));

          AnswerReader winner = onlyWinner(outcomes);
          plan.finish();
          Seen second = Seen.whole(winner);
          assertThat(second.text()).isEqualTo("b");
          assertThat(second.kept().orElseThrow().parentId()).isEqualTo(answer.parentId());
          assertThat(winner.messageId()).isGreaterThan(answer.id());
          assertThat(open.messages.get(ME, chat, answer.id())).isEqualTo(answer);
          assertThat(messages(chat)).isEqualTo(3);
        });
  }

  @Test
  void anEditWhileAnAnswerRunsIsRefusedAndStoresNothing() throws Exception {
    long chat = open.newChat();
    model.plan("first", "a").finish();
    MessageRead first = Seen.whole(open.send(chat, "first")).kept().orElseThrow();
    GatedModel.Plan plan = model.plan("second", "b");
    AnswerReader running = open.send(chat, "second");
    List<MessageRead> before = open.history(chat);
    for (OptionalLong parent : List.of(OptionalLong.of(first.id()), first.parentId())) {
      Outcome<AnswerReader> edit =
          Race.<AnswerReader>atOnce(
                  new Random(1), () -> open.send(chat, "edit", Optional.empty(), parent))
              .getFirst();
      assertRefused(edit, running.messageId());
    }
    assertThat(open.history(chat)).isEqualTo(before);
    assertThat(messages(chat)).isEqualTo(4);

    plan.finish();
    Seen.whole(running);
    model.plan("edit", "c").finish();
    AnswerReader edit = open.send(chat, "edit", Optional.empty(), OptionalLong.of(first.id()));
    Seen.whole(edit);
    assertThat(open.history(chat))
        .extracting(MessageRead::content)
        .containsExactly("first", "a", "edit", "c");
    assertThat(messages(chat)).isEqualTo(6);
  }

  @Test
  void anEditAsAnAnswerEndsIsRefusedOrFollowsTheEnd() {
    Race.rounds(
        100,
        (round, random) -> {
          long chat = open.newChat();
          model.plan("first", "a").finish();
          MessageRead first = Seen.whole(open.send(chat, "first")).kept().orElseThrow();
          GatedModel.Plan plan = model.plan("second" + round, "b");
          model.plan("edit", "c").finish();
          AnswerReader running = open.send(chat, "second" + round);
          new Seen().readUntil(running, 1);
          List<Outcome<AnswerReader>> outcomes =
              atOnce(
                  random,
                  () -> {
                    plan.finish();
                    return running;
                  },
                  () -> open.send(chat, "edit", Optional.empty(), OptionalLong.of(first.id())));

          Outcome<AnswerReader> edit = outcomes.getLast();
          if (edit.worked()) {
            // It began after the other had ended, which is there whole.
            assertThat(open.messages.get(ME, chat, running.messageId()).status())
                .isEqualTo(MessageStatus.COMPLETE);
            Seen.whole(edit.get());
            assertThat(open.history(chat).getLast().content()).isEqualTo("c");
            assertThat(messages(chat)).isEqualTo(6);
          } else {
            assertRefused(edit, running.messageId());
            assertThat(messages(chat)).isEqualTo(4);
          }
          OpenStorage.readAll(open.answers.read(ME, chat, running.messageId(), OptionalLong.of(0)));
        });
  }

  /** Of two, one works and the other is told its id. */
  private static AnswerReader onlyWinner(List<Outcome<AnswerReader>> outcomes) {
    assertThat(outcomes.stream().filter(Outcome::worked)).hasSize(1);
    int won = outcomes.getFirst().worked() ? 0 : 1;
    AnswerReader winner = outcomes.get(won).get();
    assertRefused(outcomes.get(1 - won), winner.messageId());
    return winner;
  }

  private static void assertRefused(Outcome<AnswerReader> outcome, long running) {
    assertThat(outcome.failure())
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ConflictException.Kind.ANSWER_RUNNING);
              assertThat(e.messageId()).hasValue(running);
            });
  }

  /** How many messages a chat has, on whatever path. */
  private long messages(long chat) {
    return open.storage.read(handle ->
        handle
            .createQuery("SELECT count(*) FROM message WHERE chat_id = ?")
            .bind(0, chat)
            .mapTo(Long.class)
            .one());
  }
}
