package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelOptions.ToolChoice.Kind;
import dev.potok.engine.Prompt;
import dev.potok.protocol.FinishReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The calls of tools, or the words in which an adapter refuses what it cannot do of them. */
interface ToolChecks {

  @Test
  default void callsOfToolsAreHandedOn(ConformanceBench bench) throws Exception {
    Prompt prompt = offering(Kind.AUTO, Optional.empty());
    if (!bench.can(Capability.TOOLS)) {
      assertRefused(bench, prompt, "tools: ");
      return;
    }
    bench.stream(
        bench.wire.begin(),
        bench.wire.text("Let me add."),
        bench.wire.toolCall("c1", "add", "{\"a\":2,\"b\":2}"),
        bench.wire.end(FinishReason.TOOL_CALLS, 9, 5));

    ModelCompletion completion = bench.answer(prompt);

    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(bench.output.text()).isEqualTo("Let me add.");
    assertThat(bench.output.wholeCalls()).containsExactly("add({\"a\":2,\"b\":2})");
    assertThat(bench.output.toolCalls().getFirst().id()).isPresent();
  }

  @Test
  default void toolsTheirCallsAndTheirResultsAreSent(ConformanceBench bench) throws Exception {
    Prompt prompt =
        new Prompt(
            "m1",
            "",
            List.of(
                new Prompt.Turn.User("2+2?"),
                new Prompt.Turn.Assistant(
                    "", List.of(new Prompt.ToolCall("c1", "add", "{\"a\":2,\"b\":2}"))),
                new Prompt.Turn.ToolResult("c1", "4")),
            "",
            ConformanceBench.toolOptions(Kind.AUTO, Optional.empty()));
    if (!bench.can(Capability.TOOLS)) {
      assertRefused(bench, prompt, "tools: ");
      return;
    }
    bench.streamFour();

    bench.answer(prompt);

    ProviderWire.Sent sent = bench.sent();
    assertThat(sent.messages())
        .containsExactly("user: 2+2?", "assistant: add({\"a\":2,\"b\":2})", "tool: 4");
    assertThat(sent.tools()).containsExactly("add", "now");
    assertThat(sent.toolChoice()).isIn("", "auto");
  }

  @Test
  default void aCallCanBeRequired(ConformanceBench bench) throws Exception {
    Prompt prompt = offering(Kind.REQUIRED, Optional.empty());
    if (!bench.can(Capability.TOOLS)) {
      assertRefused(bench, prompt, "tools: ");
      return;
    }
    bench.streamFour();

    bench.answer(prompt);

    assertThat(bench.sent().tools()).containsExactly("add", "now");
    assertThat(bench.sent().toolChoice()).isEqualTo("required");
  }

  @Test
  default void callsCanBeForbidden(ConformanceBench bench) throws Exception {
    Prompt prompt = offering(Kind.NONE, Optional.empty());
    if (!bench.can(Capability.NO_TOOL)) {
      assertRefused(
          bench, prompt, bench.can(Capability.TOOLS) ? "tool_choice: none (expected: " : "tools: ");
      return;
    }
    bench.streamFour();

    bench.answer(prompt);

    assertThat(bench.sent().toolChoice()).isEqualTo("none");
  }

  /** By its name, or by offering no other. */
  @Test
  default void theCallOfOneToolCanBeRequired(ConformanceBench bench) throws Exception {
    Prompt prompt = offering(Kind.REQUIRED, Optional.of("now"));
    if (!bench.can(Capability.TOOLS)) {
      assertRefused(bench, prompt, "tools: ");
      return;
    }
    bench.streamFour();

    bench.answer(prompt);

    ProviderWire.Sent sent = bench.sent();
    if (sent.toolChoice().equals("required")) {
      assertThat(sent.tools()).containsExactly("now");
    } else {
      assertThat(sent.toolChoice()).isEqualTo("now");
      assertThat(sent.tools()).containsExactly("add", "now");
    }
  }

  private static Prompt offering(Kind choice, Optional<String> name) {
    return ConformanceBench.question(ConformanceBench.toolOptions(choice, name));
  }

  private static void assertRefused(ConformanceBench bench, Prompt prompt, String why) {
    ModelException failure = bench.failure(prompt);

    assertThat(failure.kind()).isEqualTo(ModelException.Kind.REFUSED);
    assertThat(failure.detail()).contains(why);
    assertThat(bench.server.requests).isEmpty();
  }
}
