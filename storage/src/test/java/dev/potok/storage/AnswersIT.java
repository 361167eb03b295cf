package dev.potok.storage;

import static dev.potok.storage.OpenStorage.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.Chats;
import dev.potok.engine.ConflictException;
import dev.potok.engine.Language;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelException;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.engine.Projects;
import dev.potok.engine.Prompt;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers over a real database, with a model that is led step by step. */
@Timeout(60)
class AnswersIT {
  private static final Owner ME = Owner.LOCAL;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private SqliteStorage storage;
  private OpenStorage open;
  private Answers answers;
  private Messages messages;
  private Chats chats;
  private Projects projects;
  private long chat;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, model);
    storage = open.storage;
    answers = open.answers;
    messages = open.messages;
    chats = open.chats;
    projects = open.projects;
    chat = open.newChat();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void sendStoresBothMessagesBeforeTheModelAnswers() throws Exception {
    AnswerReader reader = send("hello", "a");

    List<MessageRead> history = history();
    assertThat(history).extracting(MessageRead::role).containsExactly(Role.USER, Role.ASSISTANT);
    assertThat(history.getFirst().content()).isEqualTo("hello");
    assertThat(history.getLast().status()).isEqualTo(MessageStatus.STREAMING);
    assertThat(history.getLast().parentId()).hasValue(history.getFirst().id());
    MessageStart start = (MessageStart) reader.next(SOON).getFirst().event();
    assertThat(start.message().id()).isEqualTo(history.getLast().id());
    assertThat(start.userMessage().orElseThrow().id()).isEqualTo(history.getFirst().id());
  }

  @Test
  void whatIsStreamedIsWhatIsStored() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.thinks("hm").says("one", " two", " three").finishes();

    List<LoggedEvent> events = readAll(reader);

    assertNumberedFromOne(events);
    assertThat(text(events)).isEqualTo("one two three");
    assertThat(thinking(events)).isEqualTo("hm");
    MessageEnd end = (MessageEnd) events.getLast().event();
    assertThat(end.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(end.message()).isEqualTo(history().getLast());
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(end.message().metadata().tokens()).hasValue(7);
    assertThat(end.message().metadata().model()).hasValue("step/one");
    assertThat(end.message().metadata().thinkingText()).hasValue("hm");
    assertThat(end.message().metadata().processingTime()).isPresent();
  }

  @Test
  void everyReaderSeesTheSameStreamFromWhereverItBegins() throws Exception {
    AnswerReader first = send("hello", "a");
    long id = first.messageId();
    model.says("a");
    awaitPublished(first, 2);
    model.says("b");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<LoggedEvent>>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        OptionalLong after = OptionalLong.of(i % 3);
        Callable<List<LoggedEvent>> read = () -> readAll(answers.read(ME, chat, id, after));
        others.add(threads.submit(read));
      }
      model.says("c").finishes();
      List<LoggedEvent> whole = readAll(answers.read(ME, chat, id, OptionalLong.of(0)));
      assertNumberedFromOne(whole);
      assertThat(text(whole)).isEqualTo("abc");
      for (int i = 0; i < 20; i++) {
        assertThat(others.get(i).get())
            .extracting(LoggedEvent::toString)
            .containsExactlyElementsOf(
                whole.stream().skip(i % 3).map(LoggedEvent::toString).toList());
      }
    }
  }

  @Test
  void aReaderWithoutPositionBeginsWithTheTextSoFar() throws Exception {
    AnswerReader first = send("hello", "a");
    model.says("so far");
    awaitPublished(first, 2);

    AnswerReader late = answers.read(ME, chat, first.messageId(), OptionalLong.empty());
    LoggedEvent start = late.next(SOON).getFirst();
    assertThat(start.seq()).isEqualTo(2);
    assertThat(((MessageStart) start.event()).message().content()).isEqualTo("so far");
    model.says(" and on").finishes();
    assertThat(text(readAll(late))).isEqualTo(" and on");
  }

  @Test
  void aPositionThatIsUnknownBeginsWithTheTextSoFar() throws Exception {
    AnswerReader first = send("hello", "a");
    model.says("so far");
    awaitPublished(first, 2);

    AnswerReader lost = answers.read(ME, chat, first.messageId(), OptionalLong.of(1_000));
    assertThat(lost.next(SOON).getFirst().event()).isInstanceOf(MessageStart.class);
  }

  @Test
  void anEndedAnswerIsReadFromAnyPosition() throws Exception {
    AnswerReader first = send("hello", "a");
    model.says("text").finishes();
    List<LoggedEvent> whole = readAll(first);
    await().until(() -> answers.runningCount() == 0);
    long end = whole.getLast().seq();

    for (long after = 0; after <= end + 3; after++) {
      List<LoggedEvent> rest =
          readAll(answers.read(ME, chat, first.messageId(), OptionalLong.of(after)));
      long from = Math.min(after, end - 1);
      assertThat(rest)
          .extracting(LoggedEvent::toString)
          .containsExactlyElementsOf(
              whole.stream().filter(e -> e.seq() > from).map(LoggedEvent::toString).toList());
    }
    storage.answers().purgeLogs(Clock.systemUTC().instant().plusSeconds(60));
    List<LoggedEvent> expired =
        readAll(answers.read(ME, chat, first.messageId(), OptionalLong.of(1)));
    assertThat(expired).hasSize(2);
    assertThat(((MessageStart) expired.getFirst().event()).message().content()).isEqualTo("text");
    assertThat(expired.getLast().seq()).isEqualTo(end);
  }

  @Test
  void theSameSendTwiceIsOneSend() throws Exception {
    AnswerReader first = send("hello", "same");
    AnswerReader again = send("hello", "same");
    assertThat(again.messageId()).isEqualTo(first.messageId());
    model.says("x").finishes();
    assertThat(text(readAll(again))).isEqualTo("x");
    readAll(first);
    await().until(() -> answers.runningCount() == 0);
    assertThat(text(readAll(send("hello", "same")))).isEqualTo("x");
    assertThat(history()).hasSize(2);
    assertThat(model.prompts).hasSize(1);

    assertConflict(ConflictException.Kind.CLIENT_MESSAGE_ID_REUSED, () -> send("other", "same"));
    messages.delete(ME, chat, first.messageId());
    assertConflict(ConflictException.Kind.MESSAGE_DELETED, () -> send("hello", "same"));
  }

  @Test
  void aRepeatFindsItsAnswerThoughTheModelIsGone() throws Exception {
    AnswerReader first = send("hello", "same");
    model.says("x").finishes();
    readAll(first);
    await().until(() -> answers.runningCount() == 0);
    answers =
        new Answers(
            storage.answers(),
            storage.chats(),
            storage.messages(),
            storage.projects(),
            new ModelCatalog(List.of(), Optional.empty(), System::nanoTime),
            open.changes,
            OnFailure.KEEP,
            System::nanoTime);
    assertThat(text(readAll(send("hello", "same")))).isEqualTo("x");
    assertThatThrownBy(() -> send("hello", "other")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aHundredSendsUnderOneIdAtOnceAreOneSend() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> sends = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sends.add(threads.submit(() -> send("hello", "same").messageId()));
      }
      long id = sends.getFirst().get();
      for (Future<Long> sent : sends) {
        assertThat(sent.get()).isEqualTo(id);
      }
    }
    assertThat(history()).hasSize(2);
  }

  @Test
  void aSecondSendIsRefusedWhileAnAnswerRuns() throws Exception {
    AnswerReader first = send("hello", "a");
    assertThatThrownBy(() -> send("more", "b"))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ConflictException.Kind.ANSWER_RUNNING);
              assertThat(e.messageId()).hasValue(first.messageId());
            });
    assertThat(history()).hasSize(2);
  }

  @Test
  void stopKeepsTheTextAndInterruptsTheModel() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.says("half");
    awaitPublished(reader, 2);

    MessageRead stopped = answers.stop(ME, chat, reader.messageId());
    assertThat(stopped.status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(stopped.content()).isEqualTo("half");
    MessageEnd end = (MessageEnd) readAll(reader).getLast().event();
    assertThat(end.finishReason()).isEqualTo(FinishReason.STOPPED);
    await().atMost(Duration.ofSeconds(1)).until(() -> model.interrupted.get() == 1);
    assertThat(answers.stop(ME, chat, reader.messageId())).isEqualTo(stopped);
    assertThat(history().getLast()).isEqualTo(stopped);
  }

  @Test
  void stopBeforeTheFirstTokenKeepsTheQuestionOnly() throws Exception {
    AnswerReader reader = send("hello", "a");
    MessageRead stopped = answers.stop(ME, chat, reader.messageId());
    assertThat(stopped.status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(readAll(reader).getLast().event()).isInstanceOf(MessageEnd.class);
    assertThat(history()).extracting(MessageRead::content).containsExactly("hello");
    assertThat(answers.stop(ME, chat, reader.messageId()).status())
        .isEqualTo(MessageStatus.STOPPED);
    // The chat goes on from the question that stayed.
    AnswerReader again =
        answers.regenerate(ME, chat, history().getFirst(), Optional.empty(), Language.ENGLISH);
    model.says("now").finishes();
    assertThat(text(readAll(again))).isEqualTo("now");
  }

  @Test
  void aStopAmidTheThinkingIsToldAlikeWhetherItIsHeardLiveOrLater() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.thinks("hm");
    awaitPublished(reader, 2);
    answers.stop(ME, chat, reader.messageId());
    LoggedEvent live = readAll(reader).getLast();
    AnswerReader later = answers.read(ME, chat, reader.messageId(), OptionalLong.of(live.seq()));

    assertThat(readAll(later).getLast().event()).isEqualTo(live.event());
  }

  @Test
  void aFailureWithoutTextTakesBothMessagesBack() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.thinks("hm").fails(ModelException.Kind.UNAVAILABLE);
    AnswerError error = (AnswerError) readAll(reader).getLast().event();
    assertThat(error.code()).isEqualTo("model_unavailable");
    assertThat(error.retryable()).isTrue();
    assertThat(error.partial()).isEmpty();
    assertThat(history()).isEmpty();
    // The repeat of the same send gets the same failure, not a second try.
    await().until(() -> answers.runningCount() == 0);
    assertThat(readAll(send("hello", "a")).getLast().event()).isEqualTo(error);
    assertThat(model.prompts).hasSize(1);
  }

  @Test
  void aFailureWithTextKeepsBothMessages() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.says("half").fails(ModelException.Kind.CUT_OFF);
    AnswerError error = (AnswerError) readAll(reader).getLast().event();
    assertThat(error.partial().orElseThrow().content()).isEqualTo("half");
    assertThat(history().getLast().status()).isEqualTo(MessageStatus.FAILED);
    assertThat(history().getLast()).isEqualTo(error.partial().get());
  }

  @Test
  void aCrashOfTheModelsCodeFailsTheAnswer() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.says("half").crashes();
    AnswerError error = (AnswerError) readAll(reader).getLast().event();
    assertThat(error.code()).isEqualTo("internal_error");
    assertThat(history().getLast().status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void anAnswerOfNothingFails() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.finishes();
    assertThat(((AnswerError) readAll(reader).getLast().event()).code()).isEqualTo("model_empty");
    assertThat(history()).isEmpty();
  }

  @Test
  void anUnfinishedAnswerIsNeverSentAsAFinishedOne() throws Exception {
    AnswerReader first = send("one", "a");
    model.says("half").fails(ModelException.Kind.SILENT);
    readAll(first);
    await().until(() -> answers.runningCount() == 0);
    AnswerReader second = send("two", "b");
    model.says("whole").finishes();
    readAll(second);
    assertThat(model.prompts.getLast().messages())
        .containsExactly(
            new Prompt.Turn.User("one"),
            new Prompt.Turn.Assistant("half\n\n[This answer was cut off and is incomplete.]"),
            new Prompt.Turn.User("two"));
  }

  @Test
  void regenerateMakesAFurtherVersion() throws Exception {
    AnswerReader first = send("one", "a");
    model.says("first").finishes();
    readAll(first);
    await().until(() -> answers.runningCount() == 0);
    AnswerReader second =
        answers.regenerate(ME, chat, history().getLast(), Optional.empty(), Language.ENGLISH);
    model.says("second").finishes();
    readAll(second);
    assertThat(history()).extracting(MessageRead::content).containsExactly("one", "second");
    assertThat(messages.get(ME, chat, first.messageId()).content()).isEqualTo("first");
    assertThat(model.prompts.getLast().messages()).hasSize(1);
  }

  @Test
  void deletingARunningAnswerStopsItFirst() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.says("half");
    awaitPublished(reader, 2);
    messages.delete(ME, chat, reader.messageId());
    assertThat(((MessageEnd) readAll(reader).getLast().event()).finishReason())
        .isEqualTo(FinishReason.STOPPED);
    assertThat(history()).extracting(MessageRead::content).containsExactly("hello");
    assertThat(messages.restore(ME, chat, reader.messageId()).content()).isEqualTo("half");
    assertThat(history()).hasSize(2);
  }

  @Test
  void deletingAChatOrItsProjectStopsWhatRunsInIt() throws Exception {
    AnswerReader inChat = send("hello", "a");
    chats.delete(ME, chat);
    assertThat(readAll(inChat).getLast().event()).isInstanceOf(MessageEnd.class);
    assertThatThrownBy(() -> answers.read(ME, chat, inChat.messageId(), OptionalLong.empty()))
        .isInstanceOf(NotFoundException.class);

    long project = projects.create(ME, new Projects.Fields("p", "be brief", Optional.empty())).id();
    chat = open.newChat(OptionalLong.of(project));
    AnswerReader inProject = send("hello", "a");
    await().until(() -> !model.prompts.isEmpty());
    assertThat(model.prompts.getLast().instructions()).isEqualTo("be brief");
    projects.delete(ME, project);
    assertThat(readAll(inProject).getLast().event()).isInstanceOf(MessageEnd.class);
    assertThatThrownBy(() -> chats.get(ME, chat)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatADeadServerLeftRunningBecomesInterrupted() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.thinks("hm").says("half");
    List<LoggedEvent> seen = new ArrayList<>();
    while (!text(seen).equals("half")) {
      seen.addAll(reader.next(SOON));
    }

    // As the next start finds it, but for the process that is still alive here.
    assertThat(storage.answers().interruptOrphans(OnFailure.KEEP)).isEqualTo(1);
    MessageRead kept = history().getLast();
    assertThat(kept.status()).isEqualTo(MessageStatus.INTERRUPTED);
    assertThat(kept.content()).isEqualTo("half");
    assertThat(kept.metadata().thinkingText()).hasValue("hm");
    model.says("late").finishes();
    await().until(() -> answers.runningCount() == 0);
    assertThat(history().getLast()).isEqualTo(kept);
    List<LoggedEvent> rest =
        readAll(answers.read(ME, chat, reader.messageId(), OptionalLong.of(seen.getLast().seq())));
    AnswerError end = (AnswerError) rest.getLast().event();
    assertThat(end.code()).isEqualTo("interrupted");
    assertThat(end.partial()).hasValue(kept);
  }

  @Test
  void shuttingDownEndsWhatRunsAndRefusesWhatComes() throws Exception {
    AnswerReader reader = send("hello", "a");
    model.says("half");
    awaitPublished(reader, 2);
    answers.shutDown(Duration.ZERO);
    AnswerError end = (AnswerError) readAll(reader).getLast().event();
    assertThat(end.code()).isEqualTo("interrupted");
    assertThat(history().getLast().status()).isEqualTo(MessageStatus.INTERRUPTED);
    assertConflict(ConflictException.Kind.SHUTTING_DOWN, () -> send("more", "b"));
  }

  @Test
  void aLongAnswerIsReadWholeByOneWhoComesLate() throws Exception {
    AnswerReader first = send("hello", "a");
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      String token = "token " + i + "; ";
      said.append(token);
      model.says(token);
    }
    model.thinks("between").says("the end").finishes();
    said.append("the end");
    List<LoggedEvent> seen = readAll(first);
    assertNumberedFromOne(seen);
    assertThat(text(seen)).isEqualTo(said.toString());
    assertThat(history().getLast().content()).isEqualTo(said.toString());
    await().until(() -> answers.runningCount() == 0);
    List<LoggedEvent> late = readAll(answers.read(ME, chat, first.messageId(), OptionalLong.of(0)));
    assertThat(text(late)).isEqualTo(said.toString());
  }

  @Test
  void anotherOwnerFindsNothing() throws Exception {
    AnswerReader reader = send("hello", "a");
    Owner other = new Owner(2);
    long id = reader.messageId();
    assertThatThrownBy(() -> answers.read(other, chat, id, OptionalLong.empty()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> answers.stop(other, chat, id)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> messages.delete(other, chat, id))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> messages.history(other, chat, OptionalLong.empty(), 10))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> chats.delete(other, chat)).isInstanceOf(NotFoundException.class);
    assertThat(chats.list(other, new Chats.Query(OptionalLong.empty(), "", Optional.empty(), 10)))
        .isEqualTo(new Chats.Page(List.of(), false));
    assertThat(history()).hasSize(2);
  }

  private AnswerReader send(String content, String clientId) throws InterruptedException {
    Answers.Request request =
        Answers.Request.send(
            content,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(clientId),
            Language.ENGLISH);
    return answers.start(ME, chat, request, OptionalLong.empty());
  }

  private List<MessageRead> history() {
    return messages.history(ME, chat, OptionalLong.empty(), 1_000);
  }

  private void awaitPublished(AnswerReader of, long seq) {
    AnswerReader watcher = answers.read(ME, chat, of.messageId(), OptionalLong.of(seq - 1));
    await()
        .until(() -> {
          List<LoggedEvent> events = watcher.next(SOON);
          return !events.isEmpty() && events.getLast().seq() >= seq;
        });
  }

  private static void assertNumberedFromOne(List<LoggedEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).seq()).isEqualTo(i + 1);
    }
  }

  private static String text(List<LoggedEvent> events) {
    return joined(events, MessageDelta.Kind.TEXT);
  }

  private static String thinking(List<LoggedEvent> events) {
    return joined(events, MessageDelta.Kind.THINKING);
  }

  private static String joined(List<LoggedEvent> events, MessageDelta.Kind kind) {
    StringBuilder text = new StringBuilder();
    for (LoggedEvent event : events) {
      AnswerEvent answerEvent = event.event();
      if (answerEvent instanceof MessageDelta delta && delta.kind() == kind) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static void assertConflict(ConflictException.Kind kind, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(ConflictException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
