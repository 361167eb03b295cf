package dev.potok.web.dom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/**
 * What the browser keeps for the page between visits. Where it refuses, in a private window or when
 * full, nothing is kept and nobody is bothered.
 */
public final class LocalStore implements KeyValues {

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(read(key));
  }

  @Override
  public void put(String key, String value) {
    write(key, value);
  }

  @Override
  public void remove(String key) {
    forget(key);
  }

  @JSBody(
      params = "key",
      script = "try { return localStorage.getItem(key); } catch (refused) { return null; }")
  private static native @Nullable String read(String key);

  @JSBody(
      params = {"key", "value"},
      script = "try { localStorage.setItem(key, value); } catch (refused) { }")
  private static native void write(String key, String value);

  @JSBody(params = "key", script = "try { localStorage.removeItem(key); } catch (refused) { }")
  private static native void forget(String key);
}
