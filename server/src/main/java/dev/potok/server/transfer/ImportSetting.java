package dev.potok.server.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a chat that is read from a file beside its text.
 *
 * @param key tells it from all other chats
 * @param now for what has no time
 * @param models the full ids of the models on offer, in the order of the list
 * @param leftOut counts what has no place in Potok
 */
record ImportSetting(String key, Instant now, List<String> models, LeftOut leftOut) {

  /** The model on offer that a file means: of that full id, else the first one of that name. */
  Optional<String> model(String name) {
    return models.contains(name)
        ? Optional.of(name)
        : models.stream().filter(id -> id.endsWith("/" + name)).findFirst();
  }
}
