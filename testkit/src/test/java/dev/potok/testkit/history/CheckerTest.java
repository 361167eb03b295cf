package dev.potok.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A good history breaks no rule, and for every rule there is a broken one that is caught. */
class CheckerTest {
  private static final long CHAT = 1;
  private static final long QUESTION = 10;
  private static final long ANSWER = 11;
  private static final String ASKED = "Count";

  private final History history = new History(() -> 0);

  @Test
  void aGoodHistoryWithCutsAStopAKillAndARepeatedSendBreaksNothing() {
    begin(new ModelPlan(1, 4, true));
    connect("a", 0);
    see("a", 1, start(""));
    see("a", 2, thinking("thought 1"));
    see("a", 3, text("t1"));
    history.add(new Entry.CutOff("a", ANSWER, "reset"));
    connect("a", 3);
    see("a", 4, text(" t2"));
    history.add(new Entry.Connected("b", ANSWER, OptionalLong.empty()));
    see("b", 4, new MessageStart(question(), answer("t1 t2", MessageStatus.STREAMING)));
    begin(new ModelPlan(1, 4, true));
    history.add(new Entry.Killed());
    history.add(new Entry.Restarted());
    AnswerEvent end =
        new AnswerError(
            "interrupted", "", true, Optional.of(answer("t1 t2", MessageStatus.INTERRUPTED)));
    connect("a", 4);
    see("a", 5, end);
    connect("b", 4);
    see("b", 5, end);
    connect("b", 5);
    see("b", 5, end);
    history.add(new Entry.Connected("c", ANSWER, OptionalLong.of(99)));
    see("c", 5, end);
    store(answer("t1 t2", MessageStatus.INTERRUPTED));

    assertThat(Checker.check(history)).isEmpty();
  }

  @Test
  void aStoppedAnswerAndADeletedOneBreakNothing() {
    begin(new ModelPlan(0, 4, true));
    connect("a", 0);
    see("a", 1, start(""));
    see("a", 2, text("t1"));
    history.add(new Entry.StopAsked(ANSWER));
    history.add(new Entry.StopAcknowledged(ANSWER, plain("t1", MessageStatus.STOPPED)));
    see("a", 3, new MessageEnd(plain("t1", MessageStatus.STOPPED), FinishReason.STOPPED));
    history.add(new Entry.DeleteAsked(ANSWER));
    history.add(new Entry.DeleteAcknowledged(ANSWER));
    history.add(new Entry.Gone("b", ANSWER, "message_not_found"));
    history.add(new Entry.Stored(CHAT, List.of(question().orElseThrow()), OptionalLong.empty()));

    assertThat(Checker.check(history)).isEmpty();
  }

  @Test
  void aNumberLeftOutIsAGap() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 4, text(" t3"));
    assertCaught(Rule.GAP);
  }

  @Test
  void aReaderWithoutPositionThatGetsNoStartHasAGap() {
    begin(new ModelPlan(0, 2, true));
    history.add(new Entry.Connected("a", ANSWER, OptionalLong.empty()));
    see("a", 2, text("t1"));
    assertCaught(Rule.GAP);
  }

  @Test
  void anEventThatComesOnceMoreAfterAResumeIsDouble() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, text(" t2"));
    connect("a", 3);
    see("a", 3, text(" t2"));
    assertCaught(Rule.DOUBLE);
  }

  @Test
  void aNumberThatGoesBackIsOutOfOrder() {
    begin(new ModelPlan(0, 4, true));
    connect("a", 3);
    see("a", 4, text(" t2"));
    see("a", 2, text("t1"));
    assertCaught(Rule.ORDER);
  }

  @Test
  void twoReadersThatSeeDifferentBytesDoNotAgree() {
    startReading();
    see("a", 2, text("t1"));
    connect("b", 0);
    see("b", 1, start(""));
    see("b", 2, text("t1 t2"));
    assertCaught(Rule.AGREEMENT);
  }

  @Test
  void aTextThatIsNotHowTheStoredOneBeginsIsCaught() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, complete("t2"));
    assertCaught(Rule.PREFIX);
  }

  @Test
  void twoEndsAreCaught() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    connect("b", 3);
    see("b", 3, new MessageEnd(plain("t1 t2", MessageStatus.STOPPED), FinishReason.STOPPED));
    assertCaught(Rule.ONE_END);
  }

  @Test
  void theSameEndUnderAnotherNumberIsASecondEnd() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    connect("b", 9);
    see("b", 4, complete("t1 t2"));
    assertCaught(Rule.ONE_END);
  }

  @Test
  void anEventBehindTheEndIsCaught() {
    startReading();
    see("a", 2, complete("t1 t2"));
    see("a", 3, text("t3"));
    assertCaught(Rule.ONE_END);
  }

  @Test
  void whatAReaderGetsBehindTheEndIsCaught() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    history.add(new Entry.AfterEnd("a", ANSWER, "message_end"));
    assertCaught(Rule.ONE_END);
  }

  @Test
  void aStoredTextThatNobodyWasToldIsCaught() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, complete("t1 t2"));
    assertCaught(Rule.STORED_AS_STREAMED);
  }

  @Test
  void anEndThatIsNotWhatIsStoredIsCaught() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    store(plain("t1", MessageStatus.STOPPED));
    assertCaught(Rule.STORED_AS_STREAMED);
  }

  @Test
  void whatWasShownAndIsNotThereAfterAKillIsLost() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, text(" t2"));
    history.add(new Entry.Killed());
    connect("a", 3);
    see(
        "a",
        3,
        new AnswerError(
            "interrupted", "", true, Optional.of(plain("t1", MessageStatus.INTERRUPTED))));
    assertCaught(Rule.LOST);
  }

  @Test
  void aStartThatKnowsLessThanWasShownIsLost() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, text(" t2"));
    connect("a", 3);
    see("a", 2, new MessageStart(question(), plain("t1", MessageStatus.STREAMING)));
    assertCaught(Rule.LOST);
  }

  @Test
  void anAcknowledgedStopThatBecameAnotherEndIsLost() {
    startReading();
    see("a", 2, text("t1 t2"));
    history.add(new Entry.StopAsked(ANSWER));
    history.add(new Entry.StopAcknowledged(ANSWER, plain("t1 t2", MessageStatus.STOPPED)));
    see("a", 3, complete("t1 t2"));
    assertCaught(Rule.LOST);
  }

  @Test
  void anAcceptedSendWhoseQuestionIsNotThereIsLost() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    history.add(new Entry.Stored(CHAT, List.of(), OptionalLong.empty()));
    assertCaught(Rule.LOST);
  }

  @Test
  void anAnswerThatIsNotInTheHistoryIsLost() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    history.add(new Entry.Stored(CHAT, List.of(question().orElseThrow()), OptionalLong.empty()));
    assertCaught(Rule.LOST);
  }

  @Test
  void aReaderThatIsToldThereIsNoSuchAnswerHasLostIt() {
    begin(new ModelPlan(0, 2, true));
    history.add(new Entry.Gone("a", ANSWER, "message_not_found"));
    assertCaught(Rule.LOST);
  }

  @Test
  void anAcknowledgedDeletionThatIsUndoneIsLost() {
    startReading();
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    history.add(new Entry.DeleteAsked(ANSWER));
    history.add(new Entry.DeleteAcknowledged(ANSWER));
    store(plain("t1 t2", MessageStatus.COMPLETE));
    assertCaught(Rule.LOST);
  }

  @Test
  void whatIsStreamingWhenAllIsOverIsCaught() {
    startReading();
    store(plain("", MessageStatus.STREAMING));
    assertCaught(Rule.STREAMING);
  }

  @Test
  void aChatThatSaysItsAnswerRunsWhenAllIsOverIsCaught() {
    history.add(new Entry.Stored(CHAT, List.of(), OptionalLong.of(ANSWER)));
    assertCaught(Rule.STREAMING);
  }

  @Test
  void aRepeatedSendWithAnotherAnswerIsCaught() {
    begin(new ModelPlan(0, 2, true));
    history.add(new Entry.Began(Optional.of("s1"), CHAT, 20, 21, new ModelPlan(0, 2, true)));
    assertCaught(Rule.DOUBLE_SEND);
  }

  @Test
  void aRepeatedSendWhoseQuestionWentWithItsFailureBreaksNothing() {
    begin(new ModelPlan(0, 2, false));
    connect("a", 0);
    see("a", 1, start(""));
    see("a", 2, new AnswerError("model_refused", "", false, Optional.empty()));
    history.add(new Entry.Began(Optional.of("s1"), CHAT, 0, ANSWER, new ModelPlan(0, 2, false)));
    history.add(new Entry.Stored(CHAT, List.of(), OptionalLong.empty()));
    assertThat(Checker.check(history)).isEmpty();
  }

  @Test
  void aQuestionThatIsStoredTwiceIsCaught() {
    MessageRead one = question().orElseThrow();
    MessageRead two =
        new MessageRead(
            20,
            CHAT,
            OptionalLong.of(QUESTION),
            Role.USER,
            ASKED,
            "",
            MessageStatus.COMPLETE,
            MessageMetadata.NONE);
    history.add(new Entry.Stored(CHAT, List.of(one, two), OptionalLong.empty()));
    assertCaught(Rule.DOUBLE_SEND);
  }

  @Test
  void aModelThatIsAskedOnceMoreUnaskedIsCaught() {
    history.add(new Entry.ModelMayBeAsked(ASKED));
    history.add(new Entry.ModelWasAsked(ASKED, 1));
    assertThat(Checker.check(history)).isEmpty();
    history.add(new Entry.ModelWasAsked(ASKED, 2));
    assertCaught(Rule.GENERATED_AGAIN);
  }

  @Test
  void aContinuedAnswerBeginsWithTheTextThatWasThere() {
    ModelPlan plan = new ModelPlan("t1 t2", 0, 2, true);
    assertThat(plan.allowsText("t1 t2")).isTrue();
    assertThat(plan.allowsText("t1 t2t1")).isTrue();
    assertThat(plan.isWhole("t1 t2t1 t2")).isTrue();
    assertThat(plan.allowsText("t1 t2t2")).isFalse();
    assertThat(plan.allowsText("t1")).isFalse();
  }

  @Test
  void aTextWithATokenLeftOutIsCaught() {
    begin(new ModelPlan(0, 4, false));
    connect("a", 0);
    see("a", 1, start(""));
    see("a", 2, text("t1 t3"));
    see(
        "a",
        3,
        new AnswerError(
            "model_cut_off", "", true, Optional.of(plain("t1 t3", MessageStatus.FAILED))));
    assertCaught(Rule.TOKENS);
  }

  @Test
  void anAnswerThatTheModelBrokeOffIsNotComplete() {
    begin(new ModelPlan(0, 2, false));
    connect("a", 0);
    see("a", 1, start(""));
    see("a", 2, text("t1 t2"));
    see("a", 3, complete("t1 t2"));
    assertCaught(Rule.FALSE_COMPLETE);
  }

  @Test
  void halfAnAnswerIsNotComplete() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, complete("t1"));
    assertCaught(Rule.FALSE_COMPLETE);
  }

  @Test
  void anAnswerThatStopsUnaskedIsCaught() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 3, new MessageEnd(plain("t1", MessageStatus.STOPPED), FinishReason.STOPPED));
    assertCaught(Rule.UNASKED_END);
  }

  @Test
  void anAnswerThatIsInterruptedWithoutADeathIsCaught() {
    startReading();
    see("a", 2, text("t1"));
    see(
        "a",
        3,
        new AnswerError(
            "interrupted", "", true, Optional.of(plain("t1", MessageStatus.INTERRUPTED))));
    assertCaught(Rule.UNASKED_END);
  }

  @Test
  void anAnswerThatFailsAlthoughItsModelDoesNotIsCaught() {
    startReading();
    see("a", 2, new AnswerError("internal_error", "", true, Optional.empty()));
    assertCaught(Rule.UNASKED_END);
  }

  @Test
  void aReaderThatNeverComesToTheEndIsCaught() {
    startReading();
    history.add(new Entry.GaveUp("a", ANSWER, "nothing for 30 s"));
    assertCaught(Rule.UNFINISHED);
  }

  @Test
  void anAnswerWithoutAnyEndIsCaught() {
    startReading();
    assertCaught(Rule.UNFINISHED);
  }

  @Test
  void anExcerptShowsWhatLedToTheViolation() {
    startReading();
    see("a", 2, text("t1"));
    see("a", 4, text(" t3"));
    Violation violation = Checker.check(history).getFirst();

    assertThat(violation.toString()).contains("GAP", "answer 11", "number 4 after 2");
    List<String> excerpt = history.excerpt(violation, 2);
    assertThat(excerpt).hasSize(2);
    assertThat(excerpt.getLast()).contains("seq=4", "t3");
  }

  private void assertCaught(Rule rule) {
    assertThat(Checker.check(history)).extracting(Violation::rule).contains(rule);
  }

  /** Reader a of an answer t1 t2 has seen its start. */
  private void startReading() {
    begin(new ModelPlan(0, 2, true));
    connect("a", 0);
    see("a", 1, start(""));
  }

  private void begin(ModelPlan plan) {
    history.add(new Entry.Began(Optional.of("s1"), CHAT, QUESTION, ANSWER, plan));
  }

  private void connect(String reader, long after) {
    history.add(new Entry.Connected(reader, ANSWER, OptionalLong.of(after)));
  }

  private void see(String reader, long seq, AnswerEvent event) {
    history.add(new Entry.Saw(reader, ANSWER, seq, event));
  }

  private void store(MessageRead answer) {
    history.add(
        new Entry.Stored(CHAT, List.of(question().orElseThrow(), answer), OptionalLong.empty()));
  }

  private static AnswerEvent start(String content) {
    return new MessageStart(question(), plain(content, MessageStatus.STREAMING));
  }

  private static AnswerEvent text(String delta) {
    return MessageDelta.text(delta);
  }

  private static AnswerEvent thinking(String delta) {
    return MessageDelta.thinking(delta);
  }

  private static AnswerEvent complete(String content) {
    return new MessageEnd(plain(content, MessageStatus.COMPLETE), FinishReason.STOP);
  }

  private static Optional<MessageRead> question() {
    return Optional.of(
        new MessageRead(
            QUESTION,
            CHAT,
            OptionalLong.empty(),
            Role.USER,
            ASKED,
            "",
            MessageStatus.COMPLETE,
            MessageMetadata.NONE));
  }

  private static MessageRead plain(String content, MessageStatus status) {
    return new MessageRead(
        ANSWER,
        CHAT,
        OptionalLong.of(QUESTION),
        Role.ASSISTANT,
        content,
        "",
        status,
        MessageMetadata.NONE);
  }

  private static MessageRead answer(String content, MessageStatus status) {
    return plain(content, status).withMetadata(MessageMetadata.NONE.withThinkingText("thought 1"));
  }
}
