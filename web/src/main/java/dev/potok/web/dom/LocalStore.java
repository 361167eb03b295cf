package dev.potok.web.dom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/**
 * What the browser keeps for the page between visits. Where it refuses, in a private window or when
 * full, it is kept as long as the page is, and nobody is bothered.
 */
public final class LocalStore implements KeyValues {
  private final Map<String, String> refused = new HashMap<>();

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(refused.containsKey(key) ? refused.get(key) : read(key));
  }

  @Override
  public List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>(List.of(readKeys(prefix)));
    for (String key : refused.keySet()) {
      if (key.startsWith(prefix) && !keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  public boolean isShared() {
    return refused.isEmpty();
  }

  @Override
  public void put(String key, String value) {
    if (write(key, value)) {
      refused.remove(key);
    } else {
      refused.put(key, value);
    }
  }

  @Override
  public void remove(String key) {
    refused.remove(key);
    forget(key);
  }

  @JSBody(
      params = "key",
      script = "try { return localStorage.getItem(key); } catch (refused) { return null; }")
  private static native @Nullable String read(String key);

  @JSBody(
      params = "prefix",
      script =
          "try { return Object.keys(localStorage).filter(function(key) {"
              + " return key.startsWith(prefix); }); } catch (refused) { return []; }")
  private static native String[] readKeys(String prefix);

  @JSBody(
      params = {"key", "value"},
      script =
          "try { localStorage.setItem(key, value); return true; } catch (refused) { return false; }")
  private static native boolean write(String key, String value);

  @JSBody(params = "key", script = "try { localStorage.removeItem(key); } catch (refused) { }")
  private static native void forget(String key);
}
