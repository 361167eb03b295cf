package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What models are on offer. */
interface ModelListChecks {

  @Test
  default void modelsAreListed(ConformanceBench bench) throws Exception {
    if (!bench.can(Capability.MODEL_LIST)) {
      assertModelsMustBeConfigured(bench);
      return;
    }
    bench.server.thenRespond(200, "application/json", bench.serverWire().models("a", "b"));

    assertThat(bench.provider().models()).extracting(ModelInfo::id).containsExactly("a", "b");
    ScriptedServer.Request request = bench.request();
    assertThat(request.line()).isEqualTo(bench.serverWire().modelsCall());
    assertThat(bench.serverWire().key(request).sent())
        .isEqualTo(bench.serverWire().key(request).expected());
  }

  @Test
  default void configuredModelsAreNotAskedFor(ConformanceBench bench) throws Exception {
    bench.settings = bench.settings.withModels(List.of("x"));

    assertThat(bench.provider().models()).containsExactly(new ModelInfo("x", "x"));
    assertThat(bench.server.requests).isEmpty();
  }

  @Test
  default void aRefusedListHasItsKind(ConformanceBench bench) {
    if (!bench.can(Capability.MODEL_LIST)) {
      assertModelsMustBeConfigured(bench);
      return;
    }
    bench.server.thenRespond(401, "application/json", bench.serverWire().refusal("key, please"));

    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> bench.provider().models());

    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure.detail()).isEqualTo("HTTP 401: key, please");
  }

  private static void assertModelsMustBeConfigured(ConformanceBench bench) {
    bench.settings = bench.settings.withModels(List.of());

    assertThatThrownBy(bench::provider)
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("models.test.models");
    assertThat(bench.server.requests).isEmpty();
  }
}
