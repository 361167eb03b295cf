package dev.potok.models;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in Amazon's cloud to ask, and as whom.
 *
 * @param region such as {@code eu-central-1}
 * @param keys sign the requests; empty if an API key says who asks
 */
public record AwsAccess(String region, Optional<Keys> keys) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  /**
   * Checks the region.
   *
   * @throws IllegalArgumentException if it is none
   */
  public AwsAccess {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region: \"" + region + "\" (expected: a region of AWS, such as eu-central-1)");
    }
  }

  /**
   * The keys of a user or a role.
   *
   * @param accessKey the id of the keys
   * @param secretKey signs; shown nowhere
   * @param sessionToken comes with keys that last for a session only; shown nowhere
   */
  public record Keys(String accessKey, String secretKey, Optional<String> sessionToken) {

    private static final String HIDDEN = "…";

    /**
     * Checks the keys.
     *
     * @throws IllegalArgumentException if one has a character that no header can carry
     */
    public Keys {
      ProviderSettings.checkKey("access-key", accessKey);
      ProviderSettings.checkKey("secret-key", secretKey);
      sessionToken.ifPresent(token -> ProviderSettings.checkKey("session-token", token));
    }

    /** A text without what is to be shown nowhere. */
    String removedFrom(String text) {
      String without = text.replace(secretKey, HIDDEN);
      return sessionToken.map(token -> without.replace(token, HIDDEN)).orElse(without);
    }

    @Override
    public String toString() {
      return "Keys[accessKey=" + accessKey + "]";
    }
  }
}
