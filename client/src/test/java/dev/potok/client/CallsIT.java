package dev.potok.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallsIT {
  private static final String MODELS =
      "{\"models\":[{\"id\":\"a/b\",\"name\":\"b\",\"provider\":\"a\",\"is_default\":true}]}";

  @Test
  void whatWasLostOnTheWayIsAskedAgain() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                ScriptedPotok.Reply::cut,
                reply -> reply.problem(503, "storage_failed", "Later.", "Retry-After: 0"),
                reply -> reply.whole(502, "text/html", "<h1>Bad gateway</h1>"),
                reply -> reply.json(MODELS));
        PotokClient client = PotokClient.of(potok.uri())) {
      assertThat(client.models()).extracting(model -> model.id()).isEqualTo(List.of("a/b"));
    }
  }

  @Test
  void whatMustNotBeDoneTwiceIsNotAskedAgain() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(ScriptedPotok.Reply::cut);
        PotokClient client = PotokClient.of(potok.uri())) {
      RetryLaterException e = catchThrowableOfType(RetryLaterException.class, client::newChat);
      assertThat(e.isUnsettled()).isTrue();
      assertThat(potok.requests).hasSize(1);
    }
  }

  @Test
  void aDeletionWhoseReplyWasLostIsDone() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(
                ScriptedPotok.Reply::cut,
                reply -> reply.problem(404, "chat_not_found", "There is no chat 1."));
        PotokClient client = PotokClient.of(potok.uri())) {
      client.chat(1).delete();
      assertThatThrownBy(() -> client.chat(1).delete()).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidAtOnce() throws Exception {
    URI nobody;
    try (ScriptedPotok potok = new ScriptedPotok()) {
      nobody = potok.uri();
    }
    try (PotokClient client = PotokClient.of(nobody)) {
      RetryLaterException e = catchThrowableOfType(RetryLaterException.class, client::models);
      assertThat(e).hasMessage("no connection to " + nobody.getAuthority());
      assertThat(e.isUnsettled()).isFalse();
    }
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForForEver() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(ScriptedPotok.Reply::fallSilent);
        PotokClient client =
            PotokClient.builder(potok.uri()).callTimeout(Duration.ofMillis(200)).build()) {
      assertThatThrownBy(client::models)
          .isInstanceOf(RetryLaterException.class)
          .hasMessage("GET /models: no reply within PT0.2S");
    }
  }

  @Test
  void anAddressThatDoesNotAcceptIsNotWaitedForForEver() {
    // No host answers under a documentation address (RFC 5737); some networks refuse it at once.
    try (PotokClient client =
        PotokClient.builder(URI.create("http://192.0.2.1:9"))
            .connectTimeout(Duration.ofMillis(200))
            .build()) {
      assertThatThrownBy(client::models).isInstanceOf(RetryLaterException.class);
    }
  }

  @Test
  void anInterruptedCallEndsAtOnce() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(ScriptedPotok.Reply::fallSilent);
        PotokClient client = PotokClient.of(potok.uri())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(client::models).isInstanceOf(WaitInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_json, RefusedException",
    "401, '', RefusedException",
    "404, chat_not_found, RefusedException",
    "404, '', UnexpectedReplyException",
    "302, '', UnexpectedReplyException",
    "409, answer_running, AnswerRunningException",
    "409, message_not_continuable, RefusedException",
    "410, message_deleted, RefusedException",
    "422, model_unknown, RefusedException",
    "429, too_many, RetryLaterException",
    "500, internal_error, RetryLaterException",
    "502, '', RetryLaterException",
    "503, shutting_down, RetryLaterException",
  })
  void everyRefusalIsOfTheTypeForWhatCanBeDone(int status, String code, String type)
      throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.problem(status, code, "Why.", "Retry-After: 100"));
        PotokClient client =
            PotokClient.builder(potok.uri())
                .callTimeout(Duration.ofSeconds(1))
                .giveUpAfter(Duration.ZERO)
                .build()) {
      for (Throwable thrown :
          List.of(
              catchThrowableOfType(PotokClientException.class, client::models),
              catchThrowableOfType(PotokClientException.class, () -> client.chat(1).send("Hi")))) {
        assertThat(thrown).hasMessageContaining("Why.");
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(type);
        switch ((PotokClientException) thrown) {
          case AnswerRunningException e -> assertThat(e.messageId()).isEqualTo(2);
          case RefusedException e -> assertThat(e.code()).isEqualTo(code);
          case RetryLaterException e ->
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(100));
          case UnexpectedReplyException e -> assertThat(e).hasMessageContaining("expected");
          case AnswerFailedException e -> throw new AssertionError(e);
          case WaitInterruptedException e -> throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void whatIsNoPotokIsSaid() throws Exception {
    try (ScriptedPotok potok =
            new ScriptedPotok(reply -> reply.whole(200, "text/html", "<h1>It works!</h1>"));
        PotokClient client = PotokClient.of(potok.uri())) {
      assertThatThrownBy(client::models)
          .isInstanceOf(UnexpectedReplyException.class)
          .hasMessageContaining("It works!");
      assertThatThrownBy(() -> client.chat(1).send("Hi"))
          .isInstanceOf(UnexpectedReplyException.class)
          .hasMessageContaining("It works!");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:3000", "ftp://localhost", "http:///path", "potok"})
  void onlyAnAddressOfHttpIsTaken(String address) {
    assertThatThrownBy(() -> PotokClient.of(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server: " + address + " (expected: an address such as http://localhost:3000)");
  }

  @Test
  void aPathInTheAddressIsKept() throws Exception {
    try (ScriptedPotok potok = new ScriptedPotok(reply -> reply.json(MODELS));
        PotokClient client = PotokClient.of(URI.create(potok.uri() + "/potok/"))) {
      client.models();
      assertThat(potok.requests.getFirst().target()).isEqualTo("/potok/api/web/v1/models");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "' 120 ', 120",
    "'Mon, 23 Nov 2026 00:01:00 GMT', 60",
    "'Sun, 22 Nov 2026 00:00:00 GMT', 0"
  })
  void bothFormsOfRetryAfterAreRead(String field, long seconds) {
    Instant now = Instant.parse("2026-11-23T00:00:00Z");
    assertThat(Refusal.retryAfter(field, now)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "9999999999"})
  void aFieldThatCannotBeReadIsPassedOver(String field) {
    assertThat(Refusal.retryAfter(field, Instant.EPOCH)).isEmpty();
  }
}
