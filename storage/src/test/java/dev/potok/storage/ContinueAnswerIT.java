package dev.potok.storage;

import static dev.potok.storage.OpenStorage.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.ConflictException;
import dev.potok.engine.Language;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelException;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Further versions of answers: those that go on with an unfinished one, and those that fail. */
@Timeout(60)
class ContinueAnswerIT {
  private static final Owner ME = Owner.LOCAL;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private OpenStorage open;
  private SqliteStorage storage;
  private Answers answers;
  private Messages messages;
  private long chat;

  @BeforeEach
  void open() {
    open(OnFailure.KEEP);
  }

  private void open(OnFailure onFailure) {
    open = OpenStorage.over(folder, model, onFailure);
    storage = open.storage;
    answers = open.answers;
    messages = open.messages;
    chat = open.newChat();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void aStoppedAnswerGoesOnAsANewVersionThatBeginsWithItsText() throws Exception {
    MessageRead cut = stoppedAfter("one two");

    AnswerReader reader = goOn(cut);
    model.says(" three").finishes();
    List<LoggedEvent> events = readAll(reader);

    MessageStart start = (MessageStart) events.getFirst().event();
    assertThat(start.message().content()).isEqualTo("one two");
    assertThat(start.message().metadata().thinkingText()).hasValue("hm");
    assertThat(start.message().id()).isNotEqualTo(cut.id());
    assertThat(start.message().parentId()).isEqualTo(cut.parentId());
    assertThat(textOf(events)).isEqualTo(" three");
    MessageRead whole = ((MessageEnd) events.getLast().event()).message();
    assertThat(whole.content()).isEqualTo("one two three");
    assertThat(whole.metadata().thinkingText()).hasValue("hm");
    assertThat(cut.metadata().times().thinking()).isPresent();
    assertThat(whole.metadata().times().thinking()).isEqualTo(cut.metadata().times().thinking());
    assertThat(whole.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(history().getLast()).isEqualTo(whole.withVersions(List.of(cut.id(), whole.id())));
    assertThat(messages.get(ME, chat, cut.id())).as("the old version").isEqualTo(cut);
    assertThat(model.prompts.getLast().beginning()).isEqualTo("one two");
    assertThat(model.prompts.getLast().messages()).hasSize(1);
  }

  @Test
  void aContinuedAnswerIsReadFromAnyPositionAlsoAfterItsEnd() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    AnswerReader reader = goOn(cut);
    model.says(" three");
    awaitText(" three", reader);
    model.says(" four").finishes();
    readAll(reader);
    await().until(() -> answers.runningCount() == 0);

    for (long after = -1; after <= 5; after++) {
      OptionalLong position = after < 0 ? OptionalLong.empty() : OptionalLong.of(after);
      List<LoggedEvent> events = readAll(answers.read(ME, chat, reader.messageId(), position));
      String shown = after <= 0 ? "" : "one two" + textBefore(after, reader.messageId());
      assertThat(shownBy(events, shown)).as("after " + after).isEqualTo("one two three four");
    }
  }

  @Test
  void aContinuationThatComesToNothingGivesTheOldVersionBack() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    List<MessageRead> before = history();
    AnswerReader reader = goOn(cut);
    model.fails(ModelException.Kind.UNAVAILABLE);

    AnswerError error = (AnswerError) readAll(reader).getLast().event();

    assertThat(error.code()).isEqualTo("model_unavailable");
    assertThat(error.partial()).isEmpty();
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void aContinuationThatIsStoppedBeforeItsFirstWordGivesTheOldVersionBack() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    List<MessageRead> before = history();
    AnswerReader reader = goOn(cut);

    answers.stop(ME, chat, reader.messageId());

    assertThat(readAll(reader).getLast().event()).isInstanceOf(MessageEnd.class);
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void theEndOfAContinuationThatIsNotKeptIsToldAlikeLiveAndLater() throws Exception {
    AnswerReader reader = goOn(stoppedAfter("one two"));
    answers.stop(ME, chat, reader.messageId());
    LoggedEvent live = readAll(reader).getLast();
    AnswerReader later = answers.read(ME, chat, reader.messageId(), OptionalLong.of(live.seq()));

    assertThat(readAll(later).getLast().event()).isEqualTo(live.event());
  }

  @Test
  void aContinuationThatFailsLaterKeepsBothVersions() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    AnswerReader reader = goOn(cut);
    model.says(" three").fails(ModelException.Kind.CUT_OFF);

    AnswerError error = (AnswerError) readAll(reader).getLast().event();

    MessageRead partial = error.partial().orElseThrow();
    assertThat(partial.content()).isEqualTo("one two three");
    assertThat(history().getLast())
        .isEqualTo(partial.withVersions(List.of(cut.id(), partial.id())));
    assertThat(messages.get(ME, chat, cut.id())).isEqualTo(cut);
  }

  @Test
  void aContinuationThatADeadServerLeftKeepsItsBeginningAndWhatCame() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    AnswerReader reader = goOn(cut);
    model.thinks("more").says(" three");
    awaitText(" three", reader);

    storage.answers().interruptOrphans(OnFailure.KEEP);

    MessageRead left = history().getLast();
    assertThat(left.content()).isEqualTo("one two three");
    assertThat(left.metadata().thinkingText()).hasValue("hmmore");
    assertThat(left.status()).isEqualTo(MessageStatus.INTERRUPTED);
    model.finishes();
    await().until(() -> answers.runningCount() == 0);
    assertThat(history().getLast()).isEqualTo(left);
  }

  @Test
  void aContinuationThatADeadServerLeftWithoutAWordGivesTheOldVersionBack() throws Exception {
    MessageRead cut = stoppedAfter("one two");
    List<MessageRead> before = history();
    goOn(cut);

    storage.answers().interruptOrphans(OnFailure.KEEP);

    assertThat(history()).isEqualTo(before);
    model.finishes();
    await().until(() -> answers.runningCount() == 0);
  }

  @Test
  void whatCameToItsEndOrHasNoAnswersTextIsNotContinued() throws Exception {
    AnswerReader reader = send("hello");
    model.says("all").finishes();
    MessageRead whole = ((MessageEnd) readAll(reader).getLast().event()).message();
    await().until(() -> answers.runningCount() == 0);

    assertRefused(ConflictException.Kind.NOT_CONTINUABLE, whole);
    assertRefused(ConflictException.Kind.NOT_CONTINUABLE, history().getFirst());
    assertThat(history()).hasSize(2);
  }

  @Test
  void anAnswerThatReachedTheModelsLimitIsContinued() throws Exception {
    AnswerReader reader = send("hello");
    model.says("all that fits").finishes(FinishReason.LENGTH);
    MessageRead full = ((MessageEnd) readAll(reader).getLast().event()).message();
    await().until(() -> answers.runningCount() == 0);

    AnswerReader more = goOn(full);
    model.says(", and more").finishes();

    MessageEnd end = (MessageEnd) readAll(more).getLast().event();
    assertThat(end.message().content()).isEqualTo("all that fits, and more");
  }

  @Test
  void whileAnAnswerRunsNothingIsContinued() throws Exception {
    MessageRead cut = stoppedAfter("one");
    AnswerReader running = goOn(cut);

    assertRefused(ConflictException.Kind.ANSWER_RUNNING, cut);

    model.finishes();
    readAll(running);
  }

  @Test
  void aSecondVersionThatComesToNothingGivesTheFirstBack() throws Exception {
    AnswerReader first = send("hello");
    model.says("first").finishes();
    readAll(first);
    AnswerReader follow = send("go on");
    model.says("followed").finishes();
    readAll(follow);
    await().until(() -> answers.runningCount() == 0);
    List<MessageRead> before = history();

    AnswerReader second =
        answers.regenerate(ME, chat, before.get(1), Optional.empty(), Language.ENGLISH);
    model.fails(ModelException.Kind.UNAVAILABLE);
    readAll(second);

    assertThat(history()).isEqualTo(before);
  }

  @Test
  void anEditedQuestionThatFailsBeforeItsFirstWordGivesTheOldPathBack() throws Exception {
    AnswerReader first = send("first");
    model.says("one").finishes();
    readAll(first);
    AnswerReader second = send("second");
    model.says("two").finishes();
    readAll(second);
    await().until(() -> answers.runningCount() == 0);
    List<MessageRead> before = history();
    Answers.Request edited =
        Answers.Request.send(
            "second, edited",
            OptionalLong.of(before.get(1).id()),
            Optional.empty(),
            Optional.empty(),
            Language.ENGLISH);

    AnswerReader third = answers.start(ME, chat, edited, OptionalLong.empty());
    model.fails(ModelException.Kind.UNAVAILABLE);
    AnswerError error = (AnswerError) readAll(third).getLast().event();

    assertThat(error.partial()).isEmpty();
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void aQuestionWhoseAnswerIsStoppedBeforeItsFirstWordIsTheEndOfThePath() throws Exception {
    AnswerReader first = send("first");
    model.says("one").finishes();
    readAll(first);
    await().until(() -> answers.runningCount() == 0);

    AnswerReader second = send("second");
    answers.stop(ME, chat, second.messageId());
    readAll(second);

    assertThat(history())
        .extracting(MessageRead::content)
        .containsExactly("first", "one", "second");
  }

  @Test
  void aQuestionWithoutAnswerStaysWhenTheNextAttemptFails() throws Exception {
    AnswerReader reader = send("keep me");
    answers.stop(ME, chat, reader.messageId());
    readAll(reader);
    assertThat(history()).hasSize(1);

    AnswerReader second =
        answers.regenerate(ME, chat, history().getFirst(), Optional.empty(), Language.ENGLISH);
    model.fails(ModelException.Kind.UNAVAILABLE);
    readAll(second);

    assertThat(history()).extracting(MessageRead::content).containsExactly("keep me");
  }

  @Test
  void whereFailedAnswersAreNotWantedTheyGoThoughTheyHaveText() throws Exception {
    close();
    open(OnFailure.REMOVE);
    AnswerReader reader = send("hello");
    model.says("half").fails(ModelException.Kind.CUT_OFF);

    AnswerError error = (AnswerError) readAll(reader).getLast().event();

    assertThat(error.code()).isEqualTo("model_cut_off");
    assertThat(error.partial()).isEmpty();
    assertThat(history()).isEmpty();
  }

  @Test
  void whereInterruptedAnswersAreNotWantedTheirQuestionsStay() throws Exception {
    close();
    open(OnFailure.REMOVE);
    AnswerReader reader = send("hello");
    model.says("half");
    awaitText("half", reader);

    storage.answers().interruptOrphans(OnFailure.REMOVE);

    assertThat(history()).extracting(MessageRead::content).containsExactly("hello");
    model.finishes();
    await().until(() -> answers.runningCount() == 0);
    AnswerError told =
        (AnswerError)
            readAll(answers.read(ME, chat, reader.messageId(), OptionalLong.of(2)))
                .getLast()
                .event();
    assertThat(told.code()).isEqualTo("interrupted");
    assertThat(told.partial()).isEmpty();
  }

  @Test
  void whereFailedAnswersAreNotWantedAStoppedOneStays() throws Exception {
    close();
    open(OnFailure.REMOVE);
    assertThat(history()).isEmpty();
    assertThat(stoppedAfter("half").content()).isEqualTo("half");
    assertThat(history()).hasSize(2);
  }

  private MessageRead stoppedAfter(String text) throws InterruptedException {
    AnswerReader reader = send("hello");
    model.thinks("hm").says(text);
    awaitText(text, reader);
    MessageRead stopped = answers.stop(ME, chat, reader.messageId());
    await().until(() -> answers.runningCount() == 0);
    return stopped;
  }

  private AnswerReader send(String content) throws InterruptedException {
    Answers.Request request =
        Answers.Request.send(
            content, OptionalLong.empty(), Optional.empty(), Optional.empty(), Language.ENGLISH);
    return answers.start(ME, chat, request, OptionalLong.empty());
  }

  private AnswerReader goOn(MessageRead message) throws InterruptedException {
    return answers.continueAnswer(ME, chat, message, Optional.empty(), Language.ENGLISH);
  }

  private void assertRefused(ConflictException.Kind kind, MessageRead message) {
    assertThatThrownBy(() -> goOn(message))
        .isInstanceOfSatisfying(ConflictException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private List<MessageRead> history() {
    return messages.history(ME, chat, OptionalLong.empty(), 100);
  }

  /** Reads with a reader of its own, so that the given one still has all before it. */
  private void awaitText(String text, AnswerReader of) throws InterruptedException {
    AnswerReader watcher = answers.read(ME, chat, of.messageId(), OptionalLong.of(0));
    List<LoggedEvent> seen = new ArrayList<>();
    while (!textOf(seen).equals(text)) {
      List<LoggedEvent> next = watcher.next(SOON);
      assertThat(next).isNotEmpty();
      seen.addAll(next);
    }
  }

  private String textBefore(long after, long messageId) {
    StringBuilder text = new StringBuilder();
    for (LoggedEvent event : storage.answers().events(messageId, 0, Integer.MAX_VALUE)) {
      if (event.seq() <= after) {
        text.append(((MessageDelta) event.event()).text());
      }
    }
    return text.toString();
  }

  private static String shownBy(List<LoggedEvent> events, String before) {
    StringBuilder shown = new StringBuilder(before);
    for (LoggedEvent event : events) {
      switch (event.event()) {
        case MessageStart start -> shown.replace(0, shown.length(), start.message().content());
        case MessageDelta delta -> shown.append(delta.text());
        case MessageEnd end -> assertThat(end.message().content()).isEqualTo("one two three four");
        case AnswerError error -> throw new AssertionError(error);
      }
    }
    return shown.toString();
  }

  private static String textOf(List<LoggedEvent> events) {
    StringBuilder text = new StringBuilder();
    for (LoggedEvent event : events) {
      if (event.event() instanceof MessageDelta delta && delta.kind() == MessageDelta.Kind.TEXT) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }
}
