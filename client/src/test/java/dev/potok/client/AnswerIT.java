package dev.potok.client;

import static dev.potok.client.ScriptedPotok.answer;
import static dev.potok.client.ScriptedPotok.delta;
import static dev.potok.client.ScriptedPotok.end;
import static dev.potok.client.ScriptedPotok.error;
import static dev.potok.client.ScriptedPotok.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerIT {
  private static final ScriptedPotok.Script WHOLE =
      reply ->
          reply.stream()
              .event(1, start(""))
              .event(2, delta("Hal"))
              .event(3, delta("lo"))
              .event(4, end("Hallo"))
              .close();

  private final List<String> lost = new ArrayList<>();

  private PotokClient client(ScriptedPotok potok) {
    return builder(potok).build();
  }

  private PotokClient.Builder builder(ScriptedPotok potok) {
    return PotokClient.builder(potok.uri())
        .connectionListener(
            new ConnectionListener() {
              @Override
              public void lost(String reason, Duration wait) {
                lost.add(reason);
              }

              @Override
              public void restored() {
                lost.add("restored");
              }
            });
  }

  private static List<AnswerEvent> read(Answer answer) {
    List<AnswerEvent> events = new ArrayList<>();
    answer.forEach(events::add);
    return events;
  }

  @Test
  void aWholeAnswerIsReadEventByEvent() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(WHOLE);
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.messageId()).isEqualTo(2);
      assertThat(answer.userMessage()).contains(ScriptedPotok.user());
      assertThat(read(answer)).containsExactly(start(""), delta("Hal"), delta("lo"), end("Hallo"));
      assertThat(answer.textSoFar()).isEqualTo("Hallo");
      assertThat(answer.await()).isEqualTo(end("Hallo"));
      assertThat(answer.lastSeq()).isEqualTo(4);
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void aLoopThatWasLeftGoesOnWhereItWas() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(WHOLE);
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.iterator().next()).isEqualTo(start(""));
      assertThat(answer.iterator().next()).isEqualTo(delta("Hal"));
      assertThat(answer.text()).isEqualTo("Hallo");
    }
  }

  @Test
  void aCutIsFollowedByTheRest() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).event(2, delta("Hal")).cut(),
                reply -> reply.stream().event(3, delta("lo")).close(),
                reply -> reply.stream().event(4, end("Hallo")).close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(read(answer)).containsExactly(start(""), delta("Hal"), delta("lo"), end("Hallo"));
      assertThat(potok.requests)
          .extracting(ScriptedPotok.Request::method)
          .containsExactly("POST", "GET", "GET");
      assertThat(potok.requests.get(1).target()).endsWith("/chats/1/messages/2/stream");
      assertThat(potok.requests.get(1).fields()).containsEntry("last-event-id", "2");
      assertThat(potok.requests.get(2).fields()).containsEntry("last-event-id", "3");
      assertThat(lost).hasSize(4).contains("restored");
    }
  }

  @Test
  void aSendThatWasCutBeforeTheAnswerBeganIsSentOnceMoreUnderItsId() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                ScriptedPotok.Reply::cut,
                reply -> reply.stream().cut(),
                reply -> reply.problem(503, "shutting_down", "Later.", "Retry-After: 0"),
                WHOLE);
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send(Question.of("Hi").clientMessageId("mine"))) {
      assertThat(answer.text()).isEqualTo("Hallo");
      assertThat(potok.requests)
          .hasSize(4)
          .allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.body()).isEqualTo(potok.requests.getFirst().body()).contains("mine");
          });
    }
  }

  @Test
  void whatMustNotBeRepeatedIsNot() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(reply -> reply.stream().cut());
        PotokClient client = client(potok)) {
      RetryLaterException e =
          catchThrowableOfType(RetryLaterException.class, () -> client.chat(1).regenerate(2));
      assertThat(e.isUnsettled()).isTrue();
      assertThat(e.code()).isEqualTo(RetryLaterException.UNREACHABLE);
      assertThat(potok.requests).hasSize(1);
    }
  }

  @Test
  void aRefusalToTakeItNowIsNoReasonNotToRepeatIt() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.problem(429, "too_many", "Later."), WHOLE);
        PotokClient client = client(potok);
        Answer answer = client.chat(1).continueAnswer(2)) {
      assertThat(answer.text()).isEqualTo("Hallo");
    }
  }

  @Test
  void eventsThatWereReadAreDroppedAndAGapIsClosed() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply ->
                    reply.stream().event(1, start("")).event(2, delta("Ha")).event(4, delta("o")),
                reply ->
                    reply.stream()
                        .event(2, delta("Ha"))
                        .event(3, delta("ll"))
                        .event(3, delta("ll"))
                        .event(4, delta("o"))
                        .event(5, end("Hallo"))
                        .close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(read(answer))
          .containsExactly(start(""), delta("Ha"), delta("ll"), delta("o"), end("Hallo"));
    }
  }

  @Test
  void aStartOnTheWayAddsWhatIsMissing() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).event(2, delta("Ha")).cut(),
                reply -> reply.stream().event(9, start("Hall")).event(10, delta("o")).cut(),
                reply -> reply.stream().event(12, end("Hallo!")).close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(read(answer))
          .containsExactly(
              start(""), delta("Ha"), delta("ll"), delta("o"), delta("!"), end("Hallo!"));
    }
  }

  @Test
  void aStartWithAnotherTextReplacesWhatWasRead() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).event(2, delta("Ha")).cut(),
                reply -> reply.stream().event(2, start("Gu")).event(3, end("Gut")).close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(read(answer))
          .containsExactly(start(""), delta("Ha"), start("Gu"), delta("t"), end("Gut"));
    }
  }

  @Test
  void anAnswerIsJoinedFromTheMiddle() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(7, delta("lo")).event(8, end("Hallo")).close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).read(2, 6)) {
      assertThat(read(answer)).containsExactly(delta("lo"), end("Hallo"));
      assertThat(potok.requests.getFirst().fields()).containsEntry("last-event-id", "6");
    }
  }

  @Test
  void aFailedAnswerIsThrownBehindItsText() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply ->
                reply.stream().event(1, start("")).event(2, error("interrupted")).close());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      Iterator<AnswerEvent> events = answer.iterator();
      assertThat(events.next()).isEqualTo(start(""));
      assertThat(events.next()).isEqualTo(delta("Hal"));
      AnswerFailedException e =
          catchThrowableOfType(AnswerFailedException.class, () -> events.hasNext());
      assertThat(e.code()).isEqualTo("interrupted");
      assertThat(e.isRetryable()).isTrue();
      assertThat(e.partial()).contains(answer("Hal", MessageStatus.FAILED));
      assertThatThrownBy(answer::await).isSameAs(e);
    }
  }

  @Test
  void aServerThatFallsSilentIsAskedAgain() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).event(2, delta("Hal")).fallSilent(),
                reply -> reply.stream().event(3, end("Hallo")).close());
        PotokClient client = builder(potok).silenceTimeout(Duration.ofMillis(300)).build();
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.text()).isEqualTo("Hallo");
      assertThat(lost).containsExactly("nothing was heard for PT0.3S", "restored");
    }
  }

  @Test
  void aServerThatDoesNotBeginIsAskedAgain() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                ScriptedPotok.Reply::fallSilent, reply -> reply.stream().fallSilent(), WHOLE);
        PotokClient client = builder(potok).firstEventTimeout(Duration.ofMillis(300)).build();
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.text()).isEqualTo("Hallo");
      assertThat(potok.requests).hasSize(3);
    }
  }

  @Test
  void aServerThatStaysAwayIsGivenUp() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).event(2, delta("Hal")).cut(),
                ScriptedPotok.Reply::cut);
        PotokClient client = builder(potok).giveUpAfter(Duration.ofSeconds(1)).build();
        Answer answer = client.chat(1).send("Hi")) {
      RetryLaterException e = catchThrowableOfType(RetryLaterException.class, answer::await);
      assertThat(e.isUnsettled()).isFalse();
      assertThat(answer.textSoFar()).isEqualTo("Hal");
      assertThat(answer.lastSeq()).isEqualTo(2);
      assertThat(potok.requests).hasSizeGreaterThan(2);
    }
  }

  @Test
  void aStreamThatBreaksItsOwnRulesForEverIsGivenUp() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).cut(),
                reply -> reply.stream().event(3, delta("?")));
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThatThrownBy(answer::await)
          .isInstanceOf(UnexpectedReplyException.class)
          .hasMessage("event 3 after event 1: events are missing");
      assertThat(potok.requests).hasSize(1 + AnswerReading.MAX_FAULTS);
    }
  }

  @Test
  void aServerThatAsksToWaitLongIsNotWaitedFor() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.problem(503, "shutting_down", "Later.", "Retry-After: 3600"));
        PotokClient client = client(potok)) {
      RetryLaterException e =
          catchThrowableOfType(RetryLaterException.class, () -> client.chat(1).send("Hi"));
      assertThat(e.code()).isEqualTo("shutting_down");
      assertThat(e.retryAfter()).contains(Duration.ofHours(1));
      assertThat(e.isUnsettled()).isFalse();
    }
  }

  @Test
  void anInterruptedThreadStopsWaitingAndCanGoOn() throws Exception {
    CountDownLatch proceed = new CountDownLatch(1);
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> {
              reply.stream().event(1, start("")).event(2, delta("Hal"));
              proceed.await();
              reply.event(3, end("Hallo")).close();
            });
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      Iterator<AnswerEvent> events = answer.iterator();
      events.next();
      events.next();
      Thread.currentThread().interrupt();
      assertThatThrownBy(events::hasNext).isInstanceOf(WaitInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      proceed.countDown();
      assertThat(answer.text()).isEqualTo("Hallo");
      assertThat(potok.requests).hasSize(1);
    }
  }

  @Test
  void twoThreadsCannotReadOneAnswerAtOnce() throws Exception {
    CountDownLatch proceed = new CountDownLatch(1);
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> {
              reply.stream().event(1, start(""));
              proceed.await();
              reply.event(2, end("Hallo")).close();
            });
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      answer.iterator().next();
      FutureTask<String> first = new FutureTask<>(answer::text);
      Thread reader = Thread.ofVirtual().start(first);
      await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
      assertThatThrownBy(answer::await)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another thread");
      proceed.countDown();
      assertThat(first.get()).isEqualTo("Hallo");
      assertThat(answer.text()).as("by its turn").isEqualTo("Hallo");
    }
  }

  @Test
  void closingEndsTheWaitOfAnotherThread() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.stream().event(1, start("")).fallSilent());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.iterator().next()).isEqualTo(start(""));
      Thread.ofVirtual().start(answer::close);
      assertThatThrownBy(answer::await).isInstanceOf(CancellationException.class);
      assertThat(potok.requests).hasSize(1);
    }
  }

  @Test
  void closingEndsTheWaitForTheNextAttempt() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).raw("retry: 50000\n\n").cut());
        PotokClient client = client(potok);
        Answer answer = client.chat(1).send("Hi")) {
      Thread.ofVirtual().start(answer::close);
      assertThatThrownBy(answer::await).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aListenerIsToldAllOnAnotherThread() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(WHOLE);
        PotokClient client = client(potok)) {
      StringBuilder text = new StringBuilder();
      CountDownLatch ended = new CountDownLatch(1);
      AnswerListener listener =
          new AnswerListener() {
            @Override
            public void onMessageDelta(dev.potok.protocol.MessageDelta delta) {
              text.append(delta.text());
            }

            @Override
            public void onMessageEnd(MessageEnd end) {
              ended.countDown();
            }
          };
      AnswerTask task = client.chat(1).send(Question.of("Hi"), listener);
      assertThat(task.await()).isEqualTo(end("Hallo"));
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(text.toString()).isEqualTo("Hallo");
      assertThat(task.messageId()).hasValue(2);
    }
  }

  @Test
  void aListenerIsToldWhyThereIsNoAnswer() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.problem(422, "model_unknown", "No such model."));
        PotokClient client = client(potok)) {
      List<PotokClientException> failures = new ArrayList<>();
      AnswerListener listener =
          new AnswerListener() {
            @Override
            public void onFailure(PotokClientException e) {
              failures.add(e);
            }
          };
      AnswerTask task = client.chat(1).send(Question.of("Hi"), listener);
      assertThatThrownBy(task::await)
          .isInstanceOf(RefusedException.class)
          .isSameAs(failures.getFirst());
    }
  }

  @Test
  void aTaskIsStoppedAsSoonAsItsAnswerHasBegun() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> {
                  asked.countDown();
                  stopped.await();
                  reply.stream().event(1, start("")).fallSilent();
                },
                reply -> reply.problem(404, "message_not_found", "Gone."));
        PotokClient client = client(potok)) {
      AnswerTask task = client.chat(1).send(Question.of("Hi"), new AnswerListener() {});
      asked.await();
      task.stop();
      stopped.countDown();
      assertThatThrownBy(task::await).isInstanceOf(RefusedException.class);
      assertThat(potok.requests.get(1).target()).endsWith("/messages/2/stop");
    }
  }

  @Test
  void aTaskThatIsClosedTellsNothingMore() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(ScriptedPotok.Reply::fallSilent);
        PotokClient client = client(potok)) {
      AnswerTask task = client.chat(1).send(Question.of("Hi"), new AnswerListener() {});
      task.close();
      assertThatThrownBy(task::await).isInstanceOf(CancellationException.class);
    }
  }
}
