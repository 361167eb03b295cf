package dev.potok.cli;

import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.ChatTitles;
import dev.potok.engine.Chats;
import dev.potok.engine.Housekeeping;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Projects;
import dev.potok.engine.SavedPrompts;
import dev.potok.engine.Search;
import dev.potok.engine.Transfers;
import dev.potok.models.GgufFile;
import dev.potok.models.GgufProvider;
import dev.potok.models.GgufSettings;
import dev.potok.models.GuideProvider;
import dev.potok.models.HttpModelProvider;
import dev.potok.models.LocalServers;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Providers;
import dev.potok.models.Retries;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.PotokException;
import dev.potok.server.PotokServer;
import dev.potok.storage.SqliteStorage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A whole server: makes each part once, hands it to those that need it, and closes all of them in
 * the opposite order.
 */
final class Application implements AutoCloseable {

  private static final String GGUF_JAR = "potok-gguf.jar";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final SqliteStorage storage;
  private final Models models;
  private final ModelCatalog catalog;
  private final ChatTitles titles;
  private final Answers answers;
  private final Housekeeping housekeeping;
  private final PotokServer server;
  private final Duration grace;

  private Application(
      SqliteStorage storage,
      Models models,
      ModelCatalog catalog,
      ChatTitles titles,
      Answers answers,
      Housekeeping housekeeping,
      PotokServer server,
      Duration grace) {
    this.storage = storage;
    this.models = models;
    this.catalog = catalog;
    this.titles = titles;
    this.answers = answers;
    this.housekeeping = housekeeping;
    this.server = server;
    this.grace = grace;
  }

  /** Opens the data, finds the models and listens. */
  static Application start(Settings settings) throws InterruptedException {
    // The one waits for the disk, the other for the network.
    FutureTask<Models> search = new FutureTask<>(() -> findModels(settings));
    Thread.ofVirtual().name("potok-models").start(search);
    SqliteStorage storage = SqliteStorage.open(settings.dataFolder(), Clock.systemUTC());
    try {
      storage.answers().interruptOrphans(settings.onFailure());
      return start(settings, storage, found(search));
    } catch (RuntimeException | InterruptedException e) {
      storage.close();
      throw e;
    }
  }

  private static Models found(FutureTask<Models> search) throws InterruptedException {
    try {
      return search.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PotokException failure) {
        throw failure;
      }
      throw new IllegalStateException("the search for models failed", e.getCause());
    }
  }

  /**
   * Where answers come from.
   *
   * @param http the connections of the providers
   * @param gguf the one that has a process
   * @param providers in the order of the list of models
   */
  private record Models(ModelHttp http, Optional<GgufProvider> gguf, List<ModelProvider> providers)
      implements AutoCloseable {

    @Override
    public void close() {
      gguf.ifPresent(GgufProvider::close);
      http.close();
    }
  }

  private static Application start(Settings settings, SqliteStorage storage, Models models) {
    try {
      return assemble(settings, storage, models);
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  private static Application assemble(Settings settings, SqliteStorage storage, Models models) {
    ModelCatalog catalog =
        new ModelCatalog(models.providers(), settings.defaultModel(), System::nanoTime);
    ChangeFeed changes = new ChangeFeed(Long.toString(System.currentTimeMillis(), 36));
    ChatTitles titles = new ChatTitles(storage.chats(), changes, ChatTitles.WITHIN);
    Answers answers =
        new Answers(
            storage.answers(),
            storage.chats(),
            storage.messages(),
            storage.projects(),
            catalog,
            changes,
            settings.titlesByModel() ? Optional.of(titles) : Optional.empty(),
            settings.onFailure(),
            System::nanoTime);
    PotokServer server =
        new PotokServer(
            settings.server(),
            new Projects(storage.projects(), storage.chats(), answers, changes),
            new Chats(storage.chats(), answers, changes),
            new Messages(storage.messages(), storage.chats(), answers, changes),
            new SavedPrompts(storage.prompts()),
            new Search(storage.search()),
            new Transfers(storage.transfers(), storage.chats(), changes),
            answers,
            catalog,
            changes,
            System::nanoTime,
            Clock.systemUTC(),
            new SecureRandom());
    Housekeeping housekeeping =
        new Housekeeping(
            storage.messages(),
            storage.chats(),
            storage.projects(),
            storage.answers(),
            Clock.systemUTC());
    return new Application(
        storage, models, catalog, titles, answers, housekeeping, server, settings.grace());
  }

  /** The local file, then what is configured, then what runs on this machine, then the guide. */
  private static Models findModels(Settings settings) throws InterruptedException {
    ModelHttp http = ModelHttp.open();
    Retries retries = new Retries(new Random(), Pause.SLEEP);
    Extensions extensions = Extensions.beside(Extensions.ownJar());
    List<ModelProvider> providers = new ArrayList<>();
    Providers kinds = new Providers(http, retries, extensions.providers());
    for (ProviderSettings configured : settings.models()) {
      providers.add(kinds.open(configured));
    }
    if (settings.findLocalModels()) {
      for (HttpModelProvider found : new LocalServers(LocalServers.USUAL, http, retries).find()) {
        if (settings.models().stream().noneMatch(other -> isSame(other, found.settings()))) {
          providers.add(found);
        }
      }
    }
    providers.add(new GuideProvider(Pause.SLEEP));
    Optional<GgufProvider> gguf = Optional.empty();
    if (settings.gguf().isPresent()) {
      gguf = Optional.of(open(settings.gguf().get(), extensions, http, retries));
      providers.addFirst(gguf.get());
    }
    return new Models(http, gguf, providers);
  }

  private static GgufProvider open(
      Settings.LocalModel model, Extensions extensions, ModelHttp http, Retries retries)
      throws InterruptedException {
    GgufFile file = new GgufFile(model.file());
    Path program =
        extensions
            .jar(GGUF_JAR)
            .orElseThrow(() ->
                new InvalidFieldException(
                    "gguf",
                    file.path().toString(),
                    GGUF_JAR + " in the folder extensions beside potok.jar, which runs it"));
    return GgufProvider.open(
        GgufSettings.of(file, List.of(program)).withContextTokens(model.contextTokens()),
        http,
        retries);
  }

  /** A server that is configured is not found a second time. */
  private static boolean isSame(ProviderSettings configured, ProviderSettings found) {
    return configured.name().equals(found.name())
        || (configured.baseUrl().getPort() == found.baseUrl().getPort()
            && LOOPBACK.contains(configured.baseUrl().getHost()));
  }

  int port() {
    return server.port();
  }

  int openReaders() {
    return server.openReaders();
  }

  List<ModelRead> models() throws InterruptedException {
    return catalog.models();
  }

  /** Lets running answers come to their end for a while, stores everything, and closes. */
  @Override
  public void close() {
    server.announceClose();
    titles.close();
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      answers.shutDown(grace);
      server.endModelCalls(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (InterruptedException e) {
      // Who cannot wait gets the rest at once; the next start ends what is still running.
      Thread.currentThread().interrupt();
    }
    server.close();
    housekeeping.close();
    models.close();
    storage.close();
  }
}
