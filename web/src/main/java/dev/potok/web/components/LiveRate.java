package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.text.Messages;

/**
 * About how fast an answer comes, as long as its provider has not counted its tokens. A token is
 * taken for four letters of English, or two and a half of another script.
 */
final class LiveRate {
  private static final double TOKENS_PER_LATIN = 0.25;
  private static final double TOKENS_PER_OTHER = 0.4;

  /** From when on there is enough to tell, in milliseconds. */
  private static final int TELLS_AFTER_MILLIS = 1_000;

  /** How long a rate stands, so that it can be read. */
  private static final int STANDS_MILLIS = 500;

  private double began = -1;
  private double toldAt;
  private double tokens;
  private String told = "";

  /** A further piece has come. */
  void came(String piece) {
    if (began < 0) {
      // When the first piece was made is not known, so it does not count.
      began = Browser.now();
      return;
    }
    for (int i = 0; i < piece.length(); i++) {
      tokens += piece.charAt(i) < 128 ? TOKENS_PER_LATIN : TOKENS_PER_OTHER;
    }
  }

  /** The rate for people; empty as long as it is not known. */
  String told(Messages messages) {
    double now = Browser.now();
    if (began >= 0 && now - began >= TELLS_AFTER_MILLIS && now - toldAt >= STANDS_MILLIS) {
      toldAt = now;
      String rate = messages.rate(Math.round(tokens), Math.round(now - began));
      told = rate.isEmpty() ? "" : "≈ " + rate;
    }
    return told;
  }
}
