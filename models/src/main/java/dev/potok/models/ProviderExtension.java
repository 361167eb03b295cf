package dev.potok.models;

import dev.potok.engine.ModelProvider;
import java.util.Set;

/**
 * Adapters that come in a jar of their own, since they bring libraries that most installations do
 * not need. Found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface ProviderExtension {

  /** The kinds of providers that it has adapters for. */
  Set<ProviderKind> kinds();

  /**
   * An adapter.
   *
   * @param settings of one of the {@link #kinds}
   * @param http the connections to use, which stay the caller's
   */
  ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries);
}
