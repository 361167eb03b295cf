package dev.potok.web.dom;

import java.util.List;
import java.util.Optional;

/** Keeps short texts under keys, between visits or only for now. */
public interface KeyValues {

  /** The text of a key. */
  Optional<String> get(String key);

  /** The keys that begin with a prefix, in no order. */
  List<String> keys(String prefix);

  /** Whether other tabs see what is kept here. */
  default boolean isShared() {
    return true;
  }

  /** Keeps a text. */
  void put(String key, String value);

  /** Forgets a key. */
  void remove(String key);
}
