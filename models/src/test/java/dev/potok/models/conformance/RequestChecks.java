package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.Continuation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What of a prompt reaches the model. */
interface RequestChecks {

  @Test
  default void theRequestCarriesInstructionsAndHistory(ConformanceBench bench) throws Exception {
    bench.streamFour();

    bench.answer();

    ProviderWire.Sent sent = bench.sent();
    assertThat(sent.model()).isEqualTo("m1");
    assertThat(sent.instructions()).isEqualTo("Be brief.");
    assertThat(sent.messages())
        .containsExactly("user: Hi", "assistant: Hello", "user: Сколько будет 2+2? 🙂");
  }

  @Test
  default void withoutInstructionsNoneAreSent(ConformanceBench bench) throws Exception {
    bench.streamFour();

    bench.answer(ConformanceBench.question(" ", "Hi"));

    ProviderWire.Sent sent = bench.sent();
    assertThat(sent.instructions()).isEmpty();
    assertThat(sent.messages()).containsExactly("user: Hi");
  }

  @Test
  default void optionsAreSent(ConformanceBench bench) throws Exception {
    bench.streamFour();
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.75),
            OptionalInt.of(100),
            List.of("END", "###"),
            List.of(),
            ModelOptions.ToolChoice.AUTO);

    bench.answer(ConformanceBench.question(options));

    ProviderWire.Sent sent = bench.sent();
    assertThat(sent.temperature()).hasValue(0.5);
    assertThat(sent.topP()).hasValue(0.75);
    assertThat(sent.maxTokens()).hasValue(100);
    assertThat(sent.stop()).containsExactly("END", "###");
    assertThat(sent.tools()).isEmpty();
  }

  @Test
  default void anUnfinishedAnswerIsGoneOnWithOnRequest(ConformanceBench bench) throws Exception {
    bench.streamFour();

    bench.answer(new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")), "It is "));

    List<String> messages = bench.sent().messages();
    assertThat(messages).hasSize(3).first().isEqualTo("user: 2+2?");
    assertThat(messages.get(1)).startsWith("assistant: It is");
    assertThat(messages.get(2)).isEqualTo("user: " + Continuation.REQUEST);
  }
}
