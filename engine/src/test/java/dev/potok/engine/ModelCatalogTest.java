package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.protocol.ModelRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelCatalogTest {
  private final AtomicLong now = new AtomicLong();
  private final Listed openAi = new Listed("openai");
  private final Listed guide = new Listed("potok");

  ModelCatalogTest() {
    guide.ids = List.of("guide");
  }

  @Test
  void theFirstModelIsTheDefaultAndTheLastProviderStaysLast() throws Exception {
    openAi.ids = List.of("a", "b");
    ModelCatalog catalog = catalog(Optional.empty());
    assertThat(catalog.models())
        .extracting(ModelRead::id)
        .containsExactly("openai/a", "openai/b", "potok/guide");
    assertThat(defaults(catalog)).containsExactly("openai/a");
    ModelCatalog.Choice choice = catalog.choose(Optional.empty());
    assertThat(choice.provider()).isSameAs(openAi);
    assertThat(choice.fullId()).isEqualTo("openai/a");
    assertThat(choice.model()).isEqualTo("a");
  }

  @Test
  void aModelThatAppearsLaterIsTheDefaultFromThenOn() throws Exception {
    ModelCatalog catalog = catalog(Optional.empty());
    assertThat(defaults(catalog)).containsExactly("potok/guide");
    openAi.ids = List.of("a");
    assertThat(defaults(catalog)).as("the list is still fresh").containsExactly("potok/guide");
    now.addAndGet(ModelCatalog.FRESH_FOR.toNanos());
    assertThat(defaults(catalog)).containsExactly("openai/a");
    assertThat(catalog.choose(Optional.empty()).provider()).isSameAs(openAi);
  }

  @Test
  void aConfiguredDefaultWeighsMoreThanTheOrder() throws Exception {
    openAi.ids = List.of("a", "b");
    ModelCatalog catalog = catalog(Optional.of("openai/b"));
    assertThat(defaults(catalog)).containsExactly("openai/b");
    assertThat(catalog.choose(Optional.empty()).model()).isEqualTo("b");
  }

  @Test
  void anIdMayHoldSlashesAndNeedNotBeListed() throws Exception {
    ModelCatalog catalog = catalog(Optional.empty());
    assertThat(catalog.choose(Optional.of("openai/meta/llama")).model()).isEqualTo("meta/llama");
  }

  @Test
  void whatNoProviderHasIsNotFound() {
    ModelCatalog catalog = catalog(Optional.empty());
    for (String id : List.of("none/x", "openai", "/openai", "")) {
      assertThatThrownBy(() -> catalog.choose(Optional.of(id)))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("model_unknown: " + id);
    }
  }

  @Test
  void aProviderThatFailsIsListedWithTheModelsItHadLast() throws Exception {
    openAi.ids = List.of("a");
    ModelCatalog catalog = catalog(Optional.empty());
    assertThat(defaults(catalog)).containsExactly("openai/a");
    openAi.fails = true;
    now.addAndGet(ModelCatalog.FRESH_FOR.toNanos());
    assertThat(catalog.models())
        .extracting(ModelRead::id)
        .containsExactly("openai/a", "potok/guide");
  }

  @Test
  void aProviderThatSaysNothingIsLeftOutAfterAWhile() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    openAi.before = never;
    // Each look at the clock is two seconds later, so that the wait is over soon.
    ModelCatalog catalog =
        new ModelCatalog(
            List.of(openAi, guide),
            Optional.empty(),
            () -> now.addAndGet(Duration.ofSeconds(2).toNanos()));
    assertThat(catalog.models()).extracting(ModelRead::id).containsExactly("potok/guide");
  }

  private ModelCatalog catalog(Optional<String> configuredDefault) {
    return new ModelCatalog(List.of(openAi, guide), configuredDefault, now::get);
  }

  private static List<String> defaults(ModelCatalog catalog) throws InterruptedException {
    return catalog.models().stream().filter(ModelRead::isDefault).map(ModelRead::id).toList();
  }

  /** A provider of the models that it is told. */
  private static final class Listed implements ModelProvider {
    private final String name;
    private volatile List<String> ids = List.of();
    private volatile boolean fails;
    private volatile CountDownLatch before = new CountDownLatch(0);

    Listed(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<ModelInfo> models() throws InterruptedException {
      before.await();
      if (fails) {
        throw ModelException.of(ModelException.Kind.UNAVAILABLE, "gone");
      }
      return ids.stream().map(id -> new ModelInfo(id, id)).toList();
    }

    @Override
    public ModelCompletion answer(Prompt prompt, ModelOutput output) {
      throw ModelException.of(ModelException.Kind.REFUSED, "it only lists");
    }
  }
}
