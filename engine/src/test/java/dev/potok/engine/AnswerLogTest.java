package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The log alone; the test is its owner, its commit thread and its reader. */
class AnswerLogTest {
  private final StorageException diskFull = new StorageException("the disk is full");

  private final Appends appends = new Appends();
  private final AnswerLog log =
      new AnswerLog(
          new MessageStart(Optional.empty(), message("", MessageStatus.STREAMING)), appends);

  @Test
  void deltasOfOneKindInARowBecomeOneEvent() throws Exception {
    log.append(MessageDelta.thinking("a"));
    log.append(MessageDelta.thinking("b"));
    log.append(MessageDelta.text("c"));
    log.append(MessageDelta.text("d"));

    assertThat(log.drain().events())
        .extracting(LoggedEvent::toString)
        .containsExactly("2: " + MessageDelta.thinking("ab"), "3: " + MessageDelta.text("cd"));
    assertThat(appends.count).isEqualTo(1);
  }

  @Test
  void readersSeeNothingThatIsNotCommitted() throws Exception {
    log.append(MessageDelta.text("a"));
    AnswerLog.Drained drained = log.drain();
    assertThat(log.read(1, Duration.ZERO).orElseThrow()).isEmpty();

    log.publish();

    assertThat(log.read(1, Duration.ZERO).orElseThrow()).isEqualTo(drained.events());
  }

  @Test
  void aReaderBehindTheTailIsNotGivenWhatFollowsAGap() throws Exception {
    for (int i = 0; i < AnswerLog.TAIL_EVENTS; i++) {
      log.append(MessageDelta.text("x"));
      log.drain();
      log.publish();
    }

    assertThat(log.read(0, Duration.ZERO)).isEmpty();
    assertThat(log.read(1, Duration.ZERO).orElseThrow()).hasSize(AnswerLog.TAIL_EVENTS);
  }

  @Test
  void aTransactionWithAPieceAndTheEndNumbersBothOnce() throws Exception {
    log.append(MessageDelta.text("a"));
    log.drain();
    log.append(MessageDelta.text("b"));
    assertThat(log.drainToEnd().events()).extracting(LoggedEvent::seq).containsExactly(3L);
    assertThat(log.lastSeq()).isEqualTo(3);
    assertThat(log.text()).isEqualTo("ab");

    log.publish();
    log.publishEnd(end("ab"));

    assertThat(log.read(1, Duration.ZERO).orElseThrow())
        .extracting(LoggedEvent::seq)
        .containsExactly(2L, 3L, 4L);
  }

  @Test
  void nothingIsDrainedAfterTheEnd() throws Exception {
    log.append(MessageDelta.text("a"));
    log.drainToEnd();
    log.append(MessageDelta.text("late"));

    assertThat(log.drain().events()).isEmpty();
    assertThat(log.drainToEnd().events()).isEmpty();
    assertThat(log.text()).isEqualTo("a");
  }

  @Test
  void anEndThatFailsAloneLeavesThePieceBeforeIt() throws Exception {
    log.append(MessageDelta.text("a"));
    log.drain();
    log.append(MessageDelta.text("b"));
    AnswerLog.Drained end = log.drainToEnd();
    log.takeBack(end, diskFull);
    log.publish();

    assertThat(textOf(log.read(1, Duration.ZERO).orElseThrow())).isEqualTo("a");
    assertThat(log.drainToEnd().events())
        .extracting(LoggedEvent::toString)
        .containsExactly("3: " + MessageDelta.text("b"));
  }

  @Test
  void aFailedTransactionIsDrainedAgainInItsOrder() throws Exception {
    log.append(MessageDelta.text("a"));
    AnswerLog.Drained piece = log.drain();
    log.append(MessageDelta.thinking("b"));
    AnswerLog.Drained end = log.drainToEnd();
    log.takeBack(end, diskFull);
    log.takeBack(piece, diskFull);

    assertThat(log.drainToEnd().events())
        .extracting(LoggedEvent::toString)
        .containsExactly("2: " + MessageDelta.text("a"), "3: " + MessageDelta.thinking("b"));
    assertThat(log.text()).isEqualTo("a");
  }

  @Test
  void aCharacterThatTheModelCutIsOneInTheLog() throws Exception {
    String smile = "😀";
    log.append(MessageDelta.text("a" + smile.charAt(0)));
    List<LoggedEvent> events = new ArrayList<>(log.drain().events());
    log.publish();
    log.append(MessageDelta.text(smile.charAt(1) + "b"));
    events.addAll(log.drain().events());
    log.publish();

    assertThat(events)
        .extracting(LoggedEvent::toString)
        .containsExactly("2: " + MessageDelta.text("a"), "3: " + MessageDelta.text(smile + "b"));
  }

  @Test
  void halfACharacterThatStaysAloneIsReplaced() throws Exception {
    char half = "😀".charAt(0);
    log.append(MessageDelta.text("a" + half));
    assertThat(textOf(log.drain().events())).isEqualTo("a");
    log.append(MessageDelta.thinking("b" + half));
    assertThat(textOf(log.drain().events())).isEqualTo("\uFFFDb");

    assertThat(textOf(log.drainToEnd().events())).isEqualTo("\uFFFD");
    assertThat(log.text()).isEqualTo("a\uFFFD");
    assertThat(log.thinking()).isEqualTo("b\uFFFD");
  }

  @Test
  void aLongDeltaBecomesSeveralEventsOfWholeCharacters() throws Exception {
    String text = "x" + "😀".repeat(AnswerLog.EVENT_CHARACTERS);
    log.append(MessageDelta.text(text));

    List<LoggedEvent> events = log.drain().events();

    assertThat(textOf(events)).isEqualTo(text);
    assertThat(events).hasSize(3);
    assertThat(events)
        .allSatisfy(event -> {
          String piece = ((MessageDelta) event.event()).text();
          assertThat(piece.length()).isLessThanOrEqualTo(AnswerLog.EVENT_CHARACTERS);
          assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isFalse();
        });
  }

  private static String textOf(List<LoggedEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(((MessageDelta) event.event()).text()));
    return text.toString();
  }

  private static MessageEnd end(String text) {
    return new MessageEnd(message(text, MessageStatus.COMPLETE), FinishReason.STOP);
  }

  private static MessageRead message(String content, MessageStatus status) {
    return new MessageRead(
        2,
        1,
        OptionalLong.of(1),
        Role.ASSISTANT,
        content,
        "2026-01-01T00:00:00Z",
        status,
        MessageMetadata.NONE);
  }

  /** Counts how often the log asks for a commit; the test itself does the rest. */
  private static final class Appends implements AnswerStore {
    private int count;

    @Override
    public Optional<StoredAnswer> findSend(
        Owner owner, long chatId, String clientMessageId, String digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void append(AnswerLog log) {
      count++;
    }

    @Override
    public Started start(Owner owner, NewAnswer answer, Consumer<StoredAnswer> beforeCommit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean end(AnswerLog log, Ending ending) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int interruptOrphans(OnFailure onFailure) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredAnswer> find(Owner owner, long chatId, long messageId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong chatOf(Owner owner, long messageId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<LoggedEvent> events(long messageId, long after, int characters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int purgeLogs(Instant endedBefore) {
      throw new UnsupportedOperationException();
    }
  }
}
