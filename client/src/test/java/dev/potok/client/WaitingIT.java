package dev.potok.client;

import static dev.potok.client.ScriptedPotok.delta;
import static dev.potok.client.ScriptedPotok.end;
import static dev.potok.client.ScriptedPotok.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody waits for what cannot come any more. */
@Timeout(60)
class WaitingIT {

  @Test
  void whateverTheListenerThrowsEndsTheWait() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply ->
                reply.stream()
                    .event(1, start(""))
                    .event(2, delta("Hal"))
                    .event(3, end("Hallo"))
                    .close());
        PotokClient client = PotokClient.of(potok.uri())) {
      AssertionError thrown = new AssertionError("of the listener");
      AnswerListener listener =
          new AnswerListener() {
            @Override
            public void onMessageDelta(dev.potok.protocol.MessageDelta delta) {
              throw thrown;
            }
          };
      AnswerTask task = client.chat(1).send(Question.of("Hi"), listener);
      assertThatThrownBy(task::await).isSameAs(thrown);
    }
  }

  @Test
  void closingTheClientEndsTheReading() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.stream().event(1, start("")).fallSilent());
        PotokClient client = PotokClient.of(potok.uri());
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.iterator().next()).isEqualTo(start(""));
      Thread.ofVirtual().start(client::close);
      assertThatThrownBy(answer::await).isInstanceOf(CancellationException.class);
      assertThatThrownBy(client::models).isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> client.chat(1).send("Hi")).isInstanceOf(CancellationException.class);
      assertThat(potok.requests).hasSize(1);
    }
  }

  @Test
  void closingTheClientEndsTheWaitForTheNextAttempt() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).raw("retry: 100000\n\n").cut());
        PotokClient client = PotokClient.of(potok.uri());
        Answer answer = client.chat(1).send("Hi")) {
      Thread.ofVirtual().start(client::close);
      assertThatThrownBy(answer::await).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aServerMayBeSoughtForEver() throws Exception {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    try (ScriptedPotok potok =
            new ScriptedPotok(
                reply -> reply.stream().event(1, start("")).raw("retry: 1\n\n").cut(),
                reply -> reply.stream().event(2, end("Hallo")).close());
        PotokClient client =
            PotokClient.builder(potok.uri())
                .connectTimeout(forEver)
                .callTimeout(forEver)
                .firstEventTimeout(forEver)
                .silenceTimeout(forEver)
                .giveUpAfter(forEver)
                .build();
        Answer answer = client.chat(1).send("Hi")) {
      assertThat(answer.text()).isEqualTo("Hallo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: 999999999"})
  void aWaitOfCenturiesIsNotWaitedFor(String field) throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.problem(503, "shutting_down", "Later.", field));
        PotokClient client = PotokClient.of(potok.uri())) {
      assertThatThrownBy(() -> client.chat(1).send("Hi")).isInstanceOf(RetryLaterException.class);
      assertThatThrownBy(client::models).isInstanceOf(RetryLaterException.class);
    }
  }

  @Test
  void theMostOfALongRefusalIsLeftUnread() throws Exception {
    String page = "<h1>It works!</h1>" + " ".repeat(2 * Refusal.MAX_BYTES);
    try (ScriptedPotok potok = new ScriptedPotok(reply -> reply.whole(200, "text/html", page));
        PotokClient client = PotokClient.of(potok.uri())) {
      assertThatThrownBy(() -> client.chat(1).send("Hi"))
          .isInstanceOf(UnexpectedReplyException.class)
          .hasMessageContaining("It works!");
      assertThat(potok.requests).hasSize(1);
    }
  }
}
