package dev.potok.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LangChain4jRequestTest {

  @Test
  void theToolThatMustBeCalledIsTheOnlyOneOnOffer() {
    ChatRequest request =
        request(ProviderKind.MISTRAL, ModelOptions.ToolChoice.Kind.REQUIRED, Optional.of("now"));

    assertThat(request.toolSpecifications())
        .extracting(ToolSpecification::name)
        .containsExactly("now");
    assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
  }

  @Test
  void aToolThatIsNotOnOfferCannotBeRequired() {
    assertRefused(
        ProviderKind.GEMINI,
        ModelOptions.ToolChoice.Kind.REQUIRED,
        Optional.of("then"),
        "tool_choice: then (expected: one of add, now)");
  }

  @Test
  void bedrockCannotBeKeptFromCalling() {
    assertRefused(
        ProviderKind.BEDROCK,
        ModelOptions.ToolChoice.Kind.NONE,
        Optional.empty(),
        "tool_choice: none (expected: auto or required; Bedrock cannot be kept from calling)");
  }

  private static void assertRefused(
      ProviderKind kind,
      ModelOptions.ToolChoice.Kind choice,
      Optional<String> name,
      String detail) {
    assertThatThrownBy(() -> request(kind, choice, name))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.REFUSED);
              assertThat(e.detail()).isEqualTo(detail);
            });
  }

  private static ChatRequest request(
      ProviderKind kind, ModelOptions.ToolChoice.Kind choice, Optional<String> name) {
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            List.of(),
            List.of(
                new ModelOptions.Tool("add", "", "{\"type\":\"object\"}"),
                new ModelOptions.Tool("now", "", "")),
            new ModelOptions.ToolChoice(choice, name));
    return LangChain4jRequest.of(
        new Prompt("m", "", List.of(new Prompt.Turn.User("2+2?")), "", options),
        ProviderSettings.of("p", URI.create("http://h/v1")).withKind(kind));
  }
}
