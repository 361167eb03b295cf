package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.Prompt;
import dev.potok.models.conformance.ProviderConformance;
import dev.potok.models.conformance.RecordedOutput;
import dev.potok.models.conformance.ScriptedServer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicConformanceIT extends ProviderConformance {
  private static final AnthropicWire WIRE = new AnthropicWire();

  AnthropicConformanceIT() {
    super(WIRE);
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, UNAVAILABLE",
    "rate_limit_error, RATE_LIMITED",
    "invalid_request_error, REFUSED",
    "authentication_error, UNAUTHORIZED"
  })
  void anErrorInTheMiddleHasTheKindOfItsType(String type, Kind kind) throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        ModelHttp http = ModelHttp.open()) {
      server.then(connection -> {
        connection.beginStream();
        connection.chunk(
            WIRE.begin()
                + WIRE.text("4")
                + WIRE.error("as its type says").replace("odd_error", type));
        connection.endStream();
      });
      RecordedOutput output = new RecordedOutput();

      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () ->
                  WIRE.open(
                          ProviderSettings.of("test", server.url()),
                          http,
                          new Retries(new Random(1), _ -> {}))
                      .answer(new Prompt("m1", "", List.of(new Prompt.Turn.User("Hi"))), output));

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.detail()).contains("as its type says");
      assertThat(output.text()).isEqualTo("4");
    }
  }
}
