package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.AnswerStore.StoredAnswer;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EndedAnswersTest {
  private final EndedAnswers answers = new EndedAnswers();

  @Test
  void readersOfOneAnswerShareItsEvents() {
    EndedAnswer first = answers.of(stored(1, "text"));
    EndedAnswer second = answers.of(stored(1, "text"));

    assertThat(second).isSameAs(first);
    assertThat(second.end().sse()).isSameAs(first.end().sse());
    assertThat(answers.of(stored(2, "text"))).isNotSameAs(first);
  }

  @Test
  void whatIsStoredNowIsWhatIsTold() {
    EndedAnswer first = answers.of(stored(1, "text"));
    EndedAnswer changed = answers.of(stored(1, "other"));

    assertThat(changed).isNotSameAs(first);
    assertThat(changed.end().event().toString()).contains("other");
    assertThat(answers.of(stored(1, "other"))).isSameAs(changed);
  }

  private static StoredAnswer stored(long id, String text) {
    MessageRead message =
        new MessageRead(
            id,
            7,
            OptionalLong.empty(),
            Role.ASSISTANT,
            text,
            "2026-11-22T18:00:00Z",
            MessageStatus.COMPLETE,
            MessageMetadata.NONE);
    return new StoredAnswer(
        Owner.LOCAL,
        Optional.empty(),
        message,
        message.withContent(""),
        3,
        Optional.of(new MessageEnd(message, FinishReason.STOP)));
  }
}
