package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.OnFailure;
import dev.potok.models.AwsAccess;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Thinking;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path home;

  @Test
  void withoutAnythingSaidTheDefaultsHold() {
    Settings settings = read(Map.of());
    assertThat(settings.server().port()).isEqualTo(3000);
    assertThat(settings.server().host()).isEqualTo("127.0.0.1");
    assertThat(settings.server().apiBase()).isEmpty();
    assertThat(settings.models()).isEmpty();
    assertThat(settings.findLocalModels()).isTrue();
    assertThat(settings.dataFolder().startsWith(home)).isTrue();
    assertThat(settings.language()).isEqualTo(Language.ENGLISH);
  }

  @Test
  void aFlagWeighsMoreThanTheEnvironmentAndThatMoreThanTheFile() throws Exception {
    Path file = file("port: 1\nhost: ::1\ndata-dir: /file\nlanguage: ru\n");
    Map<String, String> environment =
        Map.of("POTOK_PORT", "2", "POTOK_HOST", "localhost", "POTOK_CONFIG", file.toString());
    Settings settings =
        Settings.read(
            new Settings.Flags("3", null, null, null), environment, home, Language.ENGLISH);
    assertThat(settings.server().port()).isEqualTo(3);
    assertThat(settings.server().host()).isEqualTo("localhost");
    assertThat(settings.dataFolder()).isEqualTo(Path.of("/file").toAbsolutePath());
    assertThat(settings.language()).isEqualTo(Language.RUSSIAN);
  }

  @Test
  void theUsualFileIsReadIfItIsThere() throws Exception {
    Path folder = Files.createDirectories(home.resolve(".config/potok"));
    Files.writeString(folder.resolve("potok.yaml"), "port: 77\n");
    assertThat(read(Map.of()).server().port()).isEqualTo(77);
  }

  @Test
  void providersComeFromTheFileAndFromTheEnvironment() throws Exception {
    Path file =
        file(
            """
            models:
              - name: work
                base-url: http://127.0.0.1:9/v1
                api-key: ${WORK_KEY}
                models: [a, b]
                goes-on: true
            default-model: work/a
            """);
    Settings settings =
        read(
            Map.of(
                "POTOK_CONFIG", file.toString(),
                "WORK_KEY", "secret-1",
                "OPENAI_API_KEY", "secret-2"));
    assertThat(settings.models()).hasSize(2);
    assertThat(settings.models().get(0).name()).isEqualTo("work");
    assertThat(settings.models().get(0).apiKey()).hasValue("secret-1");
    assertThat(settings.models().get(0).models()).containsExactly("a", "b");
    assertThat(settings.models().get(0).goesOn()).isTrue();
    assertThat(settings.models().get(1).baseUrl())
        .isEqualTo(URI.create("https://api.openai.com/v1"));
    assertThat(settings.defaultModel()).hasValue("work/a");
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void howLongAModelIsWaitedForIsSetForEach() throws Exception {
    Path file =
        file(
            """
            models:
              - {name: a, base-url: 'http://h/v1', silence-timeout: 5m, first-token-timeout: 10m}
              - {name: b, base-url: 'http://h/v1'}
            """);
    List<ProviderSettings> models = read(Map.of("POTOK_CONFIG", file.toString())).models();
    assertThat(models.getFirst().silenceTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(models.getFirst().firstTokenTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(models.getLast().silenceTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(models.getLast().firstTokenTimeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void bedrockIsAskedInItsRegionWithWhatKeysThereAre() throws Exception {
    Path file =
        file(
            """
            models:
              - {name: a, kind: bedrock, region: eu-west-1, api-key: k, models: [m]}
              - {name: b, kind: bedrock, access-key: id, secret-key: hidden, models: [m]}
              - {name: c, kind: bedrock, base-url: 'http://h', models: [m], max-tokens: 9}
            """);
    List<ProviderSettings> models =
        read(Map.of(
                "POTOK_CONFIG", file.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "other",
                "AWS_SECRET_ACCESS_KEY", "hidden",
                "AWS_SESSION_TOKEN", "hidden-too"))
            .models();

    assertThat(models)
        .extracting(model -> model.baseUrl().toString())
        .containsExactly(
            "https://bedrock-runtime.eu-west-1.amazonaws.com",
            "https://bedrock-runtime.us-east-1.amazonaws.com",
            "http://h");
    assertThat(models.getFirst().apiKey()).hasValue("k");
    assertThat(models.get(1).aws().flatMap(AwsAccess::keys))
        .hasValue(new AwsAccess.Keys("id", "hidden", Optional.empty()));
    assertThat(models.get(2).aws().flatMap(AwsAccess::keys))
        .hasValue(new AwsAccess.Keys("other", "hidden", Optional.of("hidden-too")));
    assertThat(models.get(2).maxTokens()).hasValue(9);
    assertThat(models.toString()).doesNotContain("hidden");
  }

  @Test
  void eachKindOfProviderHasItsAddressAndItsOptions() throws Exception {
    Path file =
        file(
            """
            models:
              - {name: claude, kind: anthropic, api-key: k, thinking: 4096, max-tokens: 2000}
              - {name: own, kind: anthropic, base-url: 'http://h/v1', thinking: adaptive}
              - {name: g, kind: gemini, thinking: off}
              - {name: m, kind: mistral}
            """);
    List<ProviderSettings> models = read(Map.of("POTOK_CONFIG", file.toString())).models();
    assertThat(models)
        .extracting(ProviderSettings::kind)
        .containsExactly(
            ProviderKind.ANTHROPIC,
            ProviderKind.ANTHROPIC,
            ProviderKind.GEMINI,
            ProviderKind.MISTRAL);
    assertThat(models)
        .extracting(model -> model.baseUrl().toString())
        .containsExactly(
            "https://api.anthropic.com/v1",
            "http://h/v1",
            "https://generativelanguage.googleapis.com/v1beta",
            "https://api.mistral.ai/v1");
    assertThat(models)
        .extracting(ProviderSettings::thinking)
        .containsExactly(Thinking.upTo(4096), Thinking.ADAPTIVE, Thinking.NONE, Thinking.NONE);
    assertThat(models.getFirst().maxTokens()).hasValue(2000);
    assertThat(models.getLast().maxTokens()).isEmpty();
  }

  @Test
  void aLocalFileComesFromTheFlagTheEnvironmentOrTheFile() throws Exception {
    assertThat(read(Map.of()).gguf()).isEmpty();
    Path file = file("gguf: {file: /m/a.gguf, context: 4096}");
    Map<String, String> environment = Map.of("POTOK_CONFIG", file.toString());
    assertThat(read(environment).gguf())
        .hasValue(new Settings.LocalModel(Path.of("/m/a.gguf"), 4096));
    assertThat(read(Map.of("POTOK_GGUF", "/m/b.gguf")).gguf())
        .hasValue(new Settings.LocalModel(Path.of("/m/b.gguf"), 8192));
    Settings.Flags flags = new Settings.Flags(null, null, null, null, "/m/c.gguf");
    assertThat(Settings.read(flags, environment, home, Language.ENGLISH).gguf())
        .hasValue(new Settings.LocalModel(Path.of("/m/c.gguf"), 4096));
  }

  @Test
  void aKeyOfAnthropicInTheEnvironmentConnectsItsModels() {
    ProviderSettings usual = read(Map.of("ANTHROPIC_API_KEY", "k")).models().getFirst();
    assertThat(usual.kind()).isEqualTo(ProviderKind.ANTHROPIC);
    assertThat(usual.name()).isEqualTo("anthropic");
    assertThat(usual.baseUrl()).isEqualTo(URI.create("https://api.anthropic.com/v1"));
    assertThat(usual.apiKey()).hasValue("k");
    ProviderSettings own =
        read(Map.of("ANTHROPIC_BASE_URL", "http://h:1/", "ANTHROPIC_MODEL", "claude"))
            .models()
            .getFirst();
    assertThat(own.baseUrl()).isEqualTo(URI.create("http://h:1/v1"));
    assertThat(own.models()).containsExactly("claude");
  }

  @Test
  void whatBecomesOfUnfinishedAnswersIsSet() throws Exception {
    Settings usual = read(Map.of());
    assertThat(usual.onFailure()).isEqualTo(OnFailure.KEEP);
    assertThat(usual.grace()).isEqualTo(Duration.ofSeconds(20));
    Path file = file("answers: {on-failure: remove, shutdown-grace: 5m}");
    Settings fromFile = read(Map.of("POTOK_CONFIG", file.toString()));
    assertThat(fromFile.onFailure()).isEqualTo(OnFailure.REMOVE);
    assertThat(fromFile.grace()).isEqualTo(Duration.ofMinutes(5));
    Settings fromBoth =
        read(
            Map.of(
                "POTOK_CONFIG", file.toString(),
                "POTOK_ANSWERS_ON_FAILURE", "keep",
                "POTOK_SHUTDOWN_GRACE", "250ms"));
    assertThat(fromBoth.onFailure()).isEqualTo(OnFailure.KEEP);
    assertThat(fromBoth.grace()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: many | port: many (expected: 0 to 65535)",
        "port: 70000 | port: 70000 (expected: 0 to 65535)",
        "prot: 3000 | prot: unknown (expected: one of",
        "language: de | language: de (expected: ru or en)",
        "find-local-models: maybe | find-local-models: maybe (expected: true or false)",
        "cors: {origins: ['*']} | cors.origins: * (expected: exact origins",
        "cors: {origins: ['https://a.example/']} | cors.origins: https://a.example/ (expected",
        "api-base: ftp://x | api-base: ftp://x (expected: an origin",
        "models: [{name: x}] | models[0].base-url: missing (expected: a value)",
        "models: [{name: x, base-url: 'http://h/v1', api-key: '${NO_SUCH}'}] | a variable of the",
        "models: [{name: x, kind: anthropc}] | models.kind: anthropc (expected: one of openai, anth",
        "models: [{name: x, kind: anthropic, thinking: 5}] | models.thinking: 5 (expected: off, ad",
        "models: [{name: x, kind: anthropic, max-tokens: 0}] | models.max-tokens: 0 (expected: 1 or",
        "models: [{name: b, kind: bedrock}] | models[0].region: missing (expected: a region of AWS",
        "models: [{name: b, kind: bedrock, region: EU}] | models[0].api-key: missing (expected: an",
        "models: [{name: b, kind: bedrock, region: EU, api-key: k}] | models[0].region: EU (expecte",
        "models: [{name: b, kind: bedrock, region: eu-west-1, api-key: k}] | models[0].models: miss",
        "models: [{name: b, kind: bedrock, region: eu-west-1, access-key: k}] | secret-key: missing",
        "models: [{name: b, kind: bedrock, region: eu-west-1, access-key: a b, secret-key: s}] | access-key: not us",
        "models: [{name: x, kind: mistral, secret-key: s}] | models[0].secret-key: given (expected",
        "gguf: {file: a.gguf, context: 5} | gguf.context: 5 (expected: 256 or more)",
        "gguf: a.gguf | names with values",
        "gguf: {path: a.gguf} | gguf.path: unknown (expected: one of context, file)",
        "models: [{name: potok, base-url: 'http://h/v1'}] | potok (expected: a name that is not",
        "models: [{name: x, base-url: 'ftp://h/v1'}] | models.x: ",
        "models: [{name: x, base-url: 'http://h', silence-timeout: 0s}] | silence-timeout: 0 (exp",
        "models: [{name: x, base-url: 'http://h', silence-timeout: 2h}] | at most 60m",
        "answers: {on-failure: hide} | answers.on-failure: hide (expected: keep or remove)",
        "answers: {shutdown-grace: 20} | answers.shutdown-grace: 20 (expected: a time such",
        "answers: {shutdown-grace: 61m} | answers.shutdown-grace: 61m (expected: a time such",
        "answers: {grace: 20s} | answers.grace: unknown (expected: one of",
        "models: seven | models: seven (expected: a list)",
        "'port: [1' | YAML",
      })
  void aValueThatIsWrongIsNamedWithWhatWasExpected(String text, String message) throws Exception {
    Path file = file(text);
    assertThatThrownBy(() -> read(Map.of("POTOK_CONFIG", file.toString())))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read(Map.of("POTOK_CONFIG", home.resolve("none.yaml").toString())))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("none.yaml");
  }

  private Path file(@Nullable String text) throws Exception {
    return Files.writeString(home.resolve("test.yaml"), text + "\n");
  }

  private Settings read(Map<String, String> environment) {
    return Settings.read(
        new Settings.Flags(null, null, null, null), environment, home, Language.ENGLISH);
  }
}
