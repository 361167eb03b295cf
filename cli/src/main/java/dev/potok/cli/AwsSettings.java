package dev.potok.cli;

import dev.potok.engine.InvalidFieldException;
import dev.potok.models.AwsAccess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in Amazon's cloud a provider is asked, and as whom. What the file does not say is taken
 * from the variables that Amazon's own programs read.
 *
 * @param access the region, and the keys that sign unless there is an API key
 * @param apiKey an API key of Bedrock
 */
record AwsSettings(AwsAccess access, Optional<String> apiKey) {
  private static final List<String> NAMES =
      List.of("region", "access-key", "secret-key", "session-token");

  /**
   * Reads a provider's settings.
   *
   * @throws InvalidFieldException if they do not say where or as whom to ask
   */
  static AwsSettings read(SettingsFile file, Map<String, String> environment) {
    String region =
        file.text("region")
            .or(() -> Settings.given(environment.get("AWS_REGION")))
            .or(() -> Settings.given(environment.get("AWS_DEFAULT_REGION")))
            .orElseThrow(
                () -> file.wrong("region", "missing", "a region of AWS, such as eu-central-1"));
    Optional<String> apiKey = file.text("api-key");
    Optional<AwsAccess.Keys> keys = keysOf(file);
    if (apiKey.isEmpty() && keys.isEmpty()) {
      apiKey = Settings.given(environment.get("AWS_BEARER_TOKEN_BEDROCK"));
      keys = keysOf(file, environment);
    }
    if (apiKey.isEmpty() && keys.isEmpty()) {
      throw file.wrong("api-key", "missing", "an API key of Bedrock, or access-key and secret-key");
    }
    try {
      return new AwsSettings(new AwsAccess(region, keys), apiKey);
    } catch (IllegalArgumentException e) {
      throw file.wrong("region", region, "a region of AWS, such as eu-central-1");
    }
  }

  /** Refuses these settings for a provider that is elsewhere. */
  static void checkNone(SettingsFile file) {
    for (String name : NAMES) {
      if (file.text(name).isPresent()) {
        throw file.wrong(name, "given", "nothing; only a provider of the kind bedrock has it");
      }
    }
  }

  /** The address in the region, for a file that names no other. */
  URI usualUrl() {
    String region = access.region();
    return URI.create(
        "https://bedrock-runtime."
            + region
            + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com"));
  }

  private static Optional<AwsAccess.Keys> keysOf(SettingsFile file) {
    Optional<String> accessKey = file.text("access-key");
    Optional<String> secretKey = file.text("secret-key");
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw file.missing(accessKey.isPresent() ? "secret-key" : "access-key");
    }
    return accessKey.map(
        key -> keys(file, key, secretKey.orElseThrow(), file.text("session-token")));
  }

  private static Optional<AwsAccess.Keys> keysOf(
      SettingsFile file, Map<String, String> environment) {
    Optional<String> secretKey = Settings.given(environment.get("AWS_SECRET_ACCESS_KEY"));
    return Settings.given(environment.get("AWS_ACCESS_KEY_ID"))
        .filter(_ -> secretKey.isPresent())
        .map(key ->
            keys(
                file,
                key,
                secretKey.orElseThrow(),
                Settings.given(environment.get("AWS_SESSION_TOKEN"))));
  }

  private static AwsAccess.Keys keys(
      SettingsFile file, String accessKey, String secretKey, Optional<String> sessionToken) {
    try {
      return new AwsAccess.Keys(accessKey, secretKey, sessionToken);
    } catch (IllegalArgumentException e) {
      throw file.wrong("access-key", "not usable", "keys without blanks, in ASCII");
    }
  }

  @Override
  public String toString() {
    return "AwsSettings[access="
        + access
        + ", apiKey="
        + (apiKey.isPresent() ? "set" : "none")
        + "]";
  }
}
