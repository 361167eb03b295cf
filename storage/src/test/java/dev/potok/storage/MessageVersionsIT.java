package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.ConflictException;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelException;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions and branches of a chat over a real file. */
@Timeout(60)
class MessageVersionsIT {
  private static final Owner ME = OpenStorage.ME;

  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private OpenStorage open;
  private long chat;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, model);
    chat = open.newChat();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void aMessageAloneHasNoVersions() throws Exception {
    ask("one", "1");
    ask("two", "2");
    assertThat(open.history(chat)).extracting(MessageRead::versions).containsOnly(List.of());
  }

  @Test
  void furtherAnswersAreVersionsOfTheFirst() throws Exception {
    ask("one", "1");
    long first = last().id();
    again(first, "1b");
    long second = last().id();
    again(second, "1c");
    assertThat(shown()).isEqualTo("one 1c");
    assertThat(last().versions()).containsExactly(first, second, last().id());
    assertThat(open.history(chat).getFirst().versions()).isEmpty();
  }

  @Test
  void anEditedMessageStandsInThePlaceOfTheOldOneAndBothStay() throws Exception {
    ask("one", "1");
    ask("two", "2");
    long two = open.history(chat).get(2).id();
    edit(two, "two!", "2!");
    assertThat(shown()).isEqualTo("one 1 two! 2!");
    MessageRead edited = open.history(chat).get(2);
    assertThat(edited.versions()).containsExactly(two, edited.id());
    assertThat(edited.parentId()).hasValue(open.history(chat).get(1).id());
    assertThat(model.prompts.getLast().messages())
        .extracting(turn -> turn.content())
        .containsExactly("one", "1", "two!");

    open.messages.show(ME, chat, two);
    assertThat(shown()).isEqualTo("one 1 two 2");
    assertThat(open.history(chat).get(2).versions()).containsExactly(two, edited.id());
  }

  @Test
  void theFirstMessageOfAChatIsEditedToo() throws Exception {
    ask("one", "1");
    long one = open.history(chat).getFirst().id();
    edit(one, "eins", "I");
    assertThat(shown()).isEqualTo("eins I");
    assertThat(open.history(chat).getFirst().parentId()).isEmpty();
    assertThat(open.history(chat).getFirst().versions()).hasSize(2).contains(one);
  }

  @Test
  void anEditIsDoneOnceUnderItsIdAndOnlyForAUsersMessage() throws Exception {
    ask("one", "1");
    MessageRead answer = last();
    long one = open.history(chat).getFirst().id();
    model.says("I").finishes();
    for (int i = 0; i < 3; i++) {
      OpenStorage.readAll(start("eins", OptionalLong.empty(), one, "edit"));
    }
    assertThat(open.history(chat).getFirst().versions()).hasSize(2);
    assertConflict(
        ConflictException.Kind.CLIENT_MESSAGE_ID_REUSED,
        () -> start("eins", OptionalLong.empty(), answer.id(), "edit"));
    assertConflict(
        ConflictException.Kind.NOT_EDITABLE,
        () -> start("x", OptionalLong.empty(), answer.id(), "other"));
    assertThatThrownBy(() -> start("x", OptionalLong.of(one), one, "both"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("version_of");
    assertThatThrownBy(() -> start("x", OptionalLong.empty(), 999, "none"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void anEditThatFailsWithoutTextLeavesTheOldBranchAsItWas() throws Exception {
    ask("one", "1");
    ask("two", "2");
    model.fails(ModelException.Kind.UNAVAILABLE);
    OpenStorage.readAll(
        start("one!", OptionalLong.empty(), open.history(chat).getFirst().id(), "edit"));
    assertThat(shown()).isEqualTo("one 1 two 2");
    assertThat(open.history(chat)).extracting(MessageRead::versions).containsOnly(List.of());
  }

  @Test
  void anEditThatComesToNothingShowsWhatIsLeftIfItsOldBranchWentMeanwhile() throws Exception {
    ask("one", "1");
    long first = open.history(chat).getFirst().id();
    edit(first, "one!", "1!");
    List<MessageRead> branch = open.history(chat);
    AnswerReader running = start("one?", OptionalLong.empty(), first, "edit");
    open.messages.delete(ME, chat, branch.getLast().id());
    open.messages.delete(ME, chat, branch.getFirst().id());
    model.fails(ModelException.Kind.UNAVAILABLE);
    OpenStorage.readAll(running);
    assertThat(shown()).isEqualTo("one 1");
  }

  @Test
  void aSendThatComesToNothingShowsWhatIsLeftIfTheAnswerBeforeItWentMeanwhile() throws Exception {
    ask("one", "1");
    again(last().id(), "1b");
    long second = last().id();
    AnswerReader running = open.send(chat, "two");
    open.messages.delete(ME, chat, second);
    model.fails(ModelException.Kind.UNAVAILABLE);
    OpenStorage.readAll(running);
    assertThat(shown()).isEqualTo("one 1");
  }

  @Test
  void showingAVersionLeadsToTheNewestMessageBelowIt() throws Exception {
    ask("one", "1");
    long first = last().id();
    ask("two", "2");
    again(first, "1b");
    long second = last().id();
    ask("three", "3");
    assertThat(shown()).isEqualTo("one 1b three 3");
    open.messages.show(ME, chat, first);
    assertThat(shown()).isEqualTo("one 1 two 2");
    open.messages.show(ME, chat, second);
    assertThat(shown()).isEqualTo("one 1b three 3");
  }

  @Test
  void whatIsShownStaysAsItIsAndIsToldToNobody() throws Exception {
    ask("one", "1");
    long first = last().id();
    again(first, "1b");
    ask("two", "2");
    again(last().id(), "2b");
    long older = last().versions().getFirst();
    open.messages.show(ME, chat, older);
    assertThat(changesIn(() -> open.messages.show(ME, chat, open.history(chat).get(1).id())))
        .isEmpty();
    assertThat(shown()).isEqualTo("one 1b two 2");
    assertThat(changesIn(() -> open.messages.show(ME, chat, first)))
        .containsExactly(new LiveEvent.MessagesChanged(chat));
  }

  @Test
  void noOtherVersionIsShownWhileAnAnswerRuns() throws Exception {
    ask("one", "1");
    long first = last().id();
    again(first, "1b");
    AnswerReader running = open.send(chat, "two");
    long id = last().id();
    assertThatThrownBy(() -> open.messages.show(ME, chat, first))
        .asInstanceOf(type(ConflictException.class))
        .satisfies(refused -> {
          assertThat(refused.kind()).isEqualTo(ConflictException.Kind.ANSWER_RUNNING);
          assertThat(refused.messageId()).hasValue(id);
        });
    assertThat(last().id()).isEqualTo(id);
    assertThat(open.history(chat).get(1).versions()).hasSize(2);
    model.says("2").finishes();
    OpenStorage.readAll(running);
    assertThat(shown()).isEqualTo("one 1b two 2");
  }

  @Test
  void whatIsNotThereOrElsewhereIsNotShown() throws Exception {
    ask("one", "1");
    long here = last().id();
    again(here, "1b");
    long elsewhere = open.newChat();
    for (long[] wrong : new long[][] {{chat, 999}, {elsewhere, here}, {999, here}}) {
      assertThatThrownBy(() -> open.messages.show(ME, wrong[0], wrong[1]))
          .isInstanceOf(NotFoundException.class);
    }
    assertThatThrownBy(() -> open.messages.show(new Owner(2), chat, here))
        .isInstanceOf(NotFoundException.class);
    open.messages.delete(ME, chat, here);
    assertThatThrownBy(() -> open.messages.show(ME, chat, here))
        .isInstanceOf(NotFoundException.class);
    assertThat(shown()).isEqualTo("one 1b");
  }

  @Test
  void aDeletedVersionGivesItsPlaceToTheOneBeforeItAndComesBackWithARestore() throws Exception {
    ask("one", "1");
    long first = last().id();
    ask("two", "2");
    again(first, "1b");
    again(first, "1c");
    long third = last().id();
    open.messages.delete(ME, chat, third);
    assertThat(shown()).isEqualTo("one 1b");
    assertThat(last().versions()).containsExactly(first, last().id());
    open.messages.delete(ME, chat, last().id());
    assertThat(shown()).isEqualTo("one 1 two 2");
    assertThat(open.history(chat).get(1).versions()).isEmpty();

    open.messages.restore(ME, chat, third);
    assertThat(shown()).isEqualTo("one 1c");
    assertThat(last().versions()).containsExactly(first, third);
  }

  @Test
  void aBranchWhoseBeginningIsDeletedIsStillReachedBeforeAndAfterThePurge() throws Exception {
    ask("one", "1");
    long one = open.history(chat).getFirst().id();
    long answer = last().id();
    edit(one, "eins", "I");
    long other = last().id();
    open.messages.delete(ME, chat, open.history(chat).getFirst().id());
    assertThat(shown()).isEqualTo("I");
    assertThat(last().versions()).containsExactly(one, other);
    open.messages.show(ME, chat, one);
    assertThat(shown()).isEqualTo("one 1");
    assertThat(open.history(chat).getFirst().versions()).containsExactly(one, other);

    open.storage.messages().purgeDeleted(Duration.ofMillis(-1));
    assertThat(open.history(chat).getFirst().versions()).containsExactly(one, other);
    open.messages.show(ME, chat, other);
    open.messages.delete(ME, chat, other);
    assertThat(shown()).isEqualTo("one 1");
    assertThat(last().id()).isEqualTo(answer);
  }

  @Test
  void theHistoryFindsEveryMessageByAnIndex() {
    List<String> plan =
        open.storage.read(handle ->
            handle
                .createQuery("EXPLAIN QUERY PLAN " + SqliteMessageStore.PATH_AND_VERSIONS)
                .bind("leaf", 1)
                .bind("chat", chat)
                .bind("owner", ME.id())
                .bind("limit", 1_000)
                .map((row, _) -> row.getString("detail"))
                .list());
    assertThat(plan).noneMatch(step -> step.startsWith("SCAN message"));
    assertThat(plan).anyMatch(step -> step.contains("message_of_chat (chat_id=? AND parent_id=?)"));
  }

  @Test
  void aLongHistoryIsPagedWithItsVersions() {
    long[] leaf = {0};
    long versioned =
        open.storage.write(handle -> {
          for (int i = 1; i <= Messages.MAX_PAGE + 10; i++) {
            handle.execute(
                "INSERT INTO message (id, owner_id, chat_id, parent_id, role, content, status,"
                    + " metadata, created_at) VALUES (?, 1, ?, ?, 'user', 'x', 'complete', '{}', 0)",
                i,
                chat,
                i == 1 ? null : i - 1);
          }
          leaf[0] = Messages.MAX_PAGE + 10;
          handle.execute("UPDATE chat SET active_leaf_id = ? WHERE id = ?", leaf[0], chat);
          handle.execute(
              "INSERT INTO message (id, owner_id, chat_id, parent_id, role, content, status,"
                  + " metadata, created_at) VALUES (9000, 1, ?, 10, 'user', 'y', 'complete', '{}', 0)",
              chat);
          return 11L;
        });
    List<MessageRead> page = open.history(chat);
    assertThat(page).hasSize(Messages.MAX_PAGE);
    assertThat(page.getFirst().id()).isEqualTo(versioned);
    assertThat(page.getFirst().versions()).containsExactly(versioned, 9000L);
    assertThat(page.subList(1, page.size())).allMatch(message -> message.versions().isEmpty());
  }

  private void ask(String question, String answer) throws InterruptedException {
    model.says(answer).finishes();
    OpenStorage.readAll(open.send(chat, question));
  }

  private void again(long message, String answer) throws InterruptedException {
    model.says(answer).finishes();
    OpenStorage.readAll(open.regenerate(chat, message));
  }

  private void edit(long message, String question, String answer) throws InterruptedException {
    model.says(answer).finishes();
    OpenStorage.readAll(start(question, OptionalLong.empty(), message, "edit-" + question));
  }

  private AnswerReader start(String text, OptionalLong parent, long versionOf, String clientId)
      throws InterruptedException {
    return open.answers.start(
        ME,
        chat,
        Answers.Request.send(
                text, parent, Optional.empty(), Optional.of(clientId), Language.ENGLISH)
            .asVersionOf(OptionalLong.of(versionOf)),
        OptionalLong.empty());
  }

  private MessageRead last() {
    return open.history(chat).getLast();
  }

  private String shown() {
    return String.join(" ", open.history(chat).stream().map(MessageRead::content).toList());
  }

  private List<LiveEvent.Change> changesIn(Work work) throws Exception {
    ChangeFeed.ChangeReader reader = open.changes.read(ME, Optional.empty());
    work.run();
    return reader.next(Duration.ZERO).orElseThrow().stream().map(ChangeFeed.Told::change).toList();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void assertConflict(ConflictException.Kind kind, Work work) {
    assertThatThrownBy(work::run)
        .asInstanceOf(type(ConflictException.class))
        .extracting(ConflictException::kind)
        .isEqualTo(kind);
  }
}
