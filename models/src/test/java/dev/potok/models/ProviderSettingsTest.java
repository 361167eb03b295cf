package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {
  private static final ProviderSettings SETTINGS =
      ProviderSettings.of("openai", URI.create("https://api.openai.com/v1"));

  @Test
  void slashesAtTheEndOfTheAddressAreDropped() {
    assertThat(ProviderSettings.of("x", URI.create("http://localhost:1234/v1//")).baseUrl())
        .isEqualTo(URI.create("http://localhost:1234/v1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.openai.com/v1",
        "ftp://host/v1",
        "http:///v1",
        "https://me:secret@host/v1",
        "https://host/v1?key=secret",
        "https://host/v1#secret"
      })
  void anotherKindOfAddressIsRefusedWithoutBeingShown(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProviderSettings.of("x", URI.create(url)))
        .withMessageStartingWith("base-url: ")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b"})
  void aNameThatWouldBreakModelIdsIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProviderSettings.of(name, SETTINGS.baseUrl()))
        .withMessageContaining("\"" + name + "\"");
  }

  @Test
  void theKeyIsShownNowhere() {
    assertThat(SETTINGS.withApiKey("sk-secret").toString()).doesNotContain("sk-secret");
    assertThat(SETTINGS.withApiKey("sk-secret").withoutKey("bad key sk-secret!"))
        .isEqualTo("bad key …!");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withApiKey("sk-secret\nsk-other"))
        .withMessageNotContaining("sk-");
  }

  @Test
  void aKeyIsStrippedAndABlankOneIsNone() {
    assertThat(SETTINGS.withApiKey(" sk-1\n").apiKey()).contains("sk-1");
    assertThat(SETTINGS.withApiKey(" ").apiKey()).isEmpty();
  }

  @Test
  void timesMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withSilenceTimeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withFirstTokenTimeout(Duration.ofSeconds(-1)));
  }
}
