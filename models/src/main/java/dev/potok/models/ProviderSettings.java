package dev.potok.models;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How to reach one provider of models, and how to use it. Made by {@link #of} and the {@code with…}
 * methods.
 *
 * @param kind what it speaks
 * @param name the provider's name, the part before the slash in a model's id on the wire
 * @param baseUrl where the calls of its API lie below, without a slash at its end
 * @param apiKey says who asks; shown nowhere
 * @param models the ids of the models to offer; empty for all that the server lists
 * @param firstTokenTimeout the longest wait from the request to the first token, retries included
 * @param silenceTimeout the longest wait for a further byte after the first token
 * @param goesOn whether the server, given a conversation that ends with an unfinished answer, goes
 *     on with it; if not, the model is asked to
 * @param maxTokens the longest answer where a prompt names none, in tokens; empty for the
 *     provider's own limit, or if it has none, for that of its adapter
 * @param thinking whether models are told to think first, where the provider wants to be told
 * @param aws where and as whom to ask; for {@link ProviderKind#BEDROCK} only
 */
public record ProviderSettings(
    ProviderKind kind,
    String name,
    URI baseUrl,
    Optional<String> apiKey,
    List<String> models,
    Duration firstTokenTimeout,
    Duration silenceTimeout,
    boolean goesOn,
    OptionalInt maxTokens,
    Thinking thinking,
    Optional<AwsAccess> aws) {

  /** The default of {@link #firstTokenTimeout}. */
  public static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofMinutes(2);

  /** The default of {@link #silenceTimeout}. */
  public static final Duration SILENCE_TIMEOUT = Duration.ofMinutes(1);

  /**
   * Checks and tidies the values.
   *
   * @throws IllegalArgumentException if the name is blank or holds a slash, the address is not one
   *     of http or https without user, query and fragment, the key has a character that no header
   *     can carry, or a time or a number is not positive
   */
  public ProviderSettings {
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "name: \"" + name + "\" (expected: a name without a slash, such as openai)");
    }
    baseUrl = checkedUrl(baseUrl);
    apiKey = apiKey.map(String::strip).filter(key -> !key.isEmpty());
    apiKey.ifPresent(key -> checkKey("api-key", key));
    models = List.copyOf(models);
    checkPositive("first-token-timeout", firstTokenTimeout);
    checkPositive("silence-timeout", silenceTimeout);
    if (maxTokens.isPresent() && maxTokens.getAsInt() <= 0) {
      throw new IllegalArgumentException(
          "max-tokens: " + maxTokens.getAsInt() + " (expected: 1 or more)");
    }
  }

  /**
   * A server without a key, of which all models are offered, with the default times.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static ProviderSettings of(String name, URI baseUrl) {
    return new ProviderSettings(
        ProviderKind.OPENAI,
        name,
        baseUrl,
        Optional.empty(),
        List.of(),
        FIRST_TOKEN_TIMEOUT,
        SILENCE_TIMEOUT,
        false,
        OptionalInt.empty(),
        Thinking.NONE,
        Optional.empty());
  }

  /** The same for another kind of API. */
  public ProviderSettings withKind(ProviderKind value) {
    return changed(draft -> draft.kind = value);
  }

  /** The same with a key; a blank one means none. */
  public ProviderSettings withApiKey(String key) {
    return changed(draft -> draft.apiKey = Optional.of(key));
  }

  /** The same with the given models only; none means all that the server lists. */
  public ProviderSettings withModels(List<String> ids) {
    return changed(draft -> draft.models = ids);
  }

  /** The same with another wait for the first token. */
  public ProviderSettings withFirstTokenTimeout(Duration timeout) {
    return changed(draft -> draft.firstTokenTimeout = timeout);
  }

  /** The same with another wait for a further byte. */
  public ProviderSettings withSilenceTimeout(Duration timeout) {
    return changed(draft -> draft.silenceTimeout = timeout);
  }

  /** The same for a server that goes on with unfinished answers by itself, or does not. */
  public ProviderSettings withGoesOn(boolean value) {
    return changed(draft -> draft.goesOn = value);
  }

  /** The same with another longest answer, in tokens. */
  public ProviderSettings withMaxTokens(int tokens) {
    return changed(draft -> draft.maxTokens = OptionalInt.of(tokens));
  }

  /** The same with models that think, or do not. */
  public ProviderSettings withThinking(Thinking value) {
    return changed(draft -> draft.thinking = value);
  }

  /** The same for a provider in Amazon's cloud. */
  public ProviderSettings withAws(AwsAccess value) {
    return changed(draft -> draft.aws = Optional.of(value));
  }

  private ProviderSettings changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new ProviderSettings(
        draft.kind,
        name,
        baseUrl,
        draft.apiKey,
        draft.models,
        draft.firstTokenTimeout,
        draft.silenceTimeout,
        draft.goesOn,
        draft.maxTokens,
        draft.thinking,
        draft.aws);
  }

  /** What can be changed, while it is. */
  private static final class Draft {
    private ProviderKind kind;
    private Optional<String> apiKey;
    private List<String> models;
    private Duration firstTokenTimeout;
    private Duration silenceTimeout;
    private boolean goesOn;
    private OptionalInt maxTokens;
    private Thinking thinking;
    private Optional<AwsAccess> aws;

    Draft(ProviderSettings settings) {
      kind = settings.kind;
      apiKey = settings.apiKey;
      models = settings.models;
      firstTokenTimeout = settings.firstTokenTimeout;
      silenceTimeout = settings.silenceTimeout;
      goesOn = settings.goesOn;
      maxTokens = settings.maxTokens;
      thinking = settings.thinking;
      aws = settings.aws;
    }
  }

  /** The text without the keys, in case a server repeats what it was sent. */
  public String withoutKey(String text) {
    String without = apiKey.map(key -> text.replace(key, "…")).orElse(text);
    return aws.flatMap(AwsAccess::keys).map(keys -> keys.removedFrom(without)).orElse(without);
  }

  @Override
  public String toString() {
    return "ProviderSettings[kind="
        + kind.settingsName()
        + ", name="
        + name
        + ", baseUrl="
        + baseUrl
        + ", apiKey="
        + (apiKey.isPresent() ? "set" : "none")
        + ", models="
        + models
        + "]";
  }

  private static URI checkedUrl(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      // Without the offending value: a key is often pasted into the address.
      throw new IllegalArgumentException(
          "base-url: not an address of that kind (expected: http:// or https://, a host and a"
              + " path, such as https://api.openai.com/v1)");
    }
    String text = url.toString();
    int end = text.length();
    while (text.charAt(end - 1) == '/') {
      end--;
    }
    return URI.create(text.substring(0, end));
  }

  /** A key goes into a header, and its value into no error. */
  static void checkKey(String name, String key) {
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          name + ": holds a blank or a character outside ASCII (expected: the key alone)");
    }
  }

  private static void checkPositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
    }
  }
}
