package dev.potok.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** What a client was told when it was built. */
record ClientSettings(
    URI base,
    Map<String, String> headers,
    Duration callTimeout,
    Duration firstEventTimeout,
    Duration silenceTimeout,
    Duration giveUpAfter,
    ConnectionListener listener) {

  ClientSettings {
    headers = Map.copyOf(headers);
  }
}
