package dev.potok.engine;

import dev.potok.protocol.ModelRead;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All models of all providers, under ids of the form {@code provider/model}. The order of the
 * providers is the order of the list, and the first model listed is the default unless one was
 * configured.
 *
 * <p>The list is asked for again after {@link #FRESH_FOR}. A provider that does not answer in time
 * is listed with the models it had last, and the log says why, once until it answers again.
 * Thread-safe.
 */
public final class ModelCatalog {
  private static final Logger LOG = System.getLogger(ModelCatalog.class.getName());

  /** How long a list is taken for current. */
  static final Duration FRESH_FOR = Duration.ofSeconds(30);

  /** How long a provider may take to list its models. */
  static final Duration LIST_WITHIN = Duration.ofSeconds(3);

  private final List<ModelProvider> providers;
  private final Optional<String> configuredDefault;
  private final LongSupplier nanoTime;
  private final ReentrantLock refreshing = new ReentrantLock();

  /**
   * The names of the providers that gave no list when they were last asked. Guarded by the lock.
   */
  private final Set<String> failing = new HashSet<>();

  private volatile @Nullable Listing listing;

  /**
   * A catalog.
   *
   * @param providers in the order of the list; the names are unique
   * @param configuredDefault the full id of the default model
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public ModelCatalog(
      List<ModelProvider> providers, Optional<String> configuredDefault, LongSupplier nanoTime) {
    this.providers = List.copyOf(providers);
    this.configuredDefault = configuredDefault;
    this.nanoTime = nanoTime;
  }

  /** The models on offer, the default one marked. Blocks while a list is fetched. */
  public List<ModelRead> models() throws InterruptedException {
    return listing().models();
  }

  /**
   * Where a model is.
   *
   * @param id a full id, or empty for the default model
   * @throws NotFoundException if no provider has such a name
   */
  public Choice choose(Optional<String> id) throws InterruptedException {
    String fullId = id.isPresent() ? id.get() : defaultId();
    int slash = fullId.indexOf('/');
    if (slash > 0) {
      for (ModelProvider provider : providers) {
        if (provider.name().equals(fullId.substring(0, slash))) {
          return new Choice(provider, fullId, fullId.substring(slash + 1));
        }
      }
    }
    throw new NotFoundException(NotFoundException.Thing.MODEL, fullId);
  }

  /**
   * A model and who offers it.
   *
   * @param provider who offers it
   * @param fullId its id on the wire
   * @param model its id with the provider
   */
  public record Choice(ModelProvider provider, String fullId, String model) {}

  /** From the last list, however old: a send does not wait for the providers to be asked again. */
  private String defaultId() throws InterruptedException {
    if (configuredDefault.isPresent()) {
      return configuredDefault.get();
    }
    Listing last = listing;
    List<ModelRead> known = last == null || last.models().isEmpty() ? models() : last.models();
    return known.stream()
        .filter(ModelRead::isDefault)
        .findFirst()
        .map(ModelRead::id)
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MODEL, "(default)"));
  }

  private Listing listing() throws InterruptedException {
    Listing current = listing;
    if (current != null && isFresh(current)) {
      return current;
    }
    refreshing.lockInterruptibly();
    try {
      current = listing;
      if (current == null || !isFresh(current)) {
        current = fetch(current);
        listing = current;
      }
      return current;
    } finally {
      refreshing.unlock();
    }
  }

  private boolean isFresh(Listing current) {
    return nanoTime.getAsLong() - current.at() < FRESH_FOR.toNanos();
  }

  private Listing fetch(@Nullable Listing last) throws InterruptedException {
    List<List<ModelInfo>> found = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<ModelInfo>>> asked = new ArrayList<>();
      for (ModelProvider provider : providers) {
        asked.add(executor.submit(provider::models));
      }
      long deadline = nanoTime.getAsLong() + LIST_WITHIN.toNanos();
      for (int i = 0; i < asked.size(); i++) {
        List<ModelInfo> lastKnown = last == null ? List.of() : last.found().get(i);
        found.add(await(providers.get(i).name(), asked.get(i), deadline, lastKnown));
      }
    }
    return new Listing(nanoTime.getAsLong(), found, named(found));
  }

  private List<ModelInfo> await(
      String provider, Future<List<ModelInfo>> asked, long deadline, List<ModelInfo> lastKnown)
      throws InterruptedException {
    try {
      List<ModelInfo> models =
          asked.get(Math.max(0, deadline - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
      failing.remove(provider);
      return models;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      warn(
          provider,
          String.valueOf(cause instanceof ModelException said ? said.getMessage() : cause));
    } catch (TimeoutException e) {
      asked.cancel(true);
      warn(provider, "no answer within " + LIST_WITHIN.toSeconds() + " s");
    }
    return lastKnown;
  }

  private void warn(String provider, String why) {
    if (failing.add(provider)) {
      LOG.log(Level.WARNING, "{0} gives no list of its models: {1}", provider, why);
    }
  }

  private List<ModelRead> named(List<List<ModelInfo>> found) {
    List<ModelRead> models = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      String provider = providers.get(i).name();
      for (ModelInfo info : found.get(i)) {
        String id = provider + "/" + info.id();
        boolean isDefault = configuredDefault.map(id::equals).orElse(models.isEmpty());
        models.add(new ModelRead(id, info.name(), provider, isDefault));
      }
    }
    return List.copyOf(models);
  }

  /**
   * What was found.
   *
   * @param at the monotonic time of the search
   * @param found by provider, in their order
   */
  private record Listing(long at, List<List<ModelInfo>> found, List<ModelRead> models) {}
}
