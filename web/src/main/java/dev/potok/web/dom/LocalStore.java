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
  private final String area;
  private final Map<String, String> refused = new HashMap<>();

  /** What all tabs of the browser share. */
  public LocalStore() {
    this("localStorage");
  }

  private LocalStore(String area) {
    this.area = area;
  }

  /** What is kept for this tab alone, as long as it is open. */
  public static LocalStore ofTab() {
    return new LocalStore("sessionStorage");
  }

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(refused.containsKey(key) ? refused.get(key) : read(area, key));
  }

  @Override
  public List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>(List.of(readKeys(area, prefix)));
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
    if (write(area, key, value)) {
      refused.remove(key);
    } else {
      refused.put(key, value);
    }
  }

  @Override
  public void remove(String key) {
    refused.remove(key);
    forget(area, key);
  }

  @JSBody(
      params = {"area", "key"},
      script = "try { return window[area].getItem(key); } catch (refused) { return null; }")
  private static native @Nullable String read(String area, String key);

  @JSBody(
      params = {"area", "prefix"},
      script =
          "try { return Object.keys(window[area]).filter(function(key) {"
              + " return key.startsWith(prefix); }); } catch (refused) { return []; }")
  private static native String[] readKeys(String area, String prefix);

  @JSBody(
      params = {"area", "key", "value"},
      script =
          "try { window[area].setItem(key, value); return true; } catch (refused) { return false; }")
  private static native boolean write(String area, String key, String value);

  @JSBody(
      params = {"area", "key"},
      script = "try { window[area].removeItem(key); } catch (refused) { }")
  private static native void forget(String area, String key);
}
