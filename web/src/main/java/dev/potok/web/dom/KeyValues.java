package dev.potok.web.dom;

import java.util.Optional;

/** Keeps short texts under keys, between visits or only for now. */
public interface KeyValues {

  /** The text of a key. */
  Optional<String> get(String key);

  /** Keeps a text. */
  void put(String key, String value);

  /** Forgets a key. */
  void remove(String key);
}
