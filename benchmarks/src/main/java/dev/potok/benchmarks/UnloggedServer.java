package dev.potok.benchmarks;

import dev.potok.engine.AnswerLog;
import dev.potok.engine.AnswerStore;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Chats;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.engine.Projects;
import dev.potok.engine.SavedPrompts;
import dev.potok.engine.Search;
import dev.potok.engine.Transfers;
import dev.potok.models.HttpModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.server.PotokServer;
import dev.potok.server.ServerSettings;
import dev.potok.storage.SqliteStorage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A Potok that shows deltas without storing them first, which no Potok may do: it tells what the
 * log costs. Sends and ends are stored as ever.
 *
 * <p>{@code UnloggedServer PORT DATA MODEL_URL}; runs until it is killed.
 */
public final class UnloggedServer {

  private UnloggedServer() {}

  /** Serves until the process is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    SqliteStorage storage = SqliteStorage.open(Path.of(arguments[1]), Clock.systemUTC());
    ProviderSettings model =
        ProviderSettings.of("openai", URI.create(arguments[2])).withModels(List.of("numbered"));
    ModelCatalog catalog =
        new ModelCatalog(
            List.of(
                HttpModelProvider.openAi(
                    model, ModelHttp.open(), new Retries(new Random(), Pause.SLEEP))),
            Optional.empty(),
            System::nanoTime);
    ChangeFeed changes = new ChangeFeed("unlogged");
    Answers answers =
        new Answers(
            new Unlogged(storage.answers()),
            storage.chats(),
            storage.messages(),
            storage.projects(),
            catalog,
            changes,
            OnFailure.KEEP,
            System::nanoTime);
    try (PotokServer server =
        new PotokServer(
            new ServerSettings(
                "127.0.0.1", Integer.parseInt(arguments[0]), List.of(), Set.of(), "", "unlogged"),
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
            new Random())) {
      IO.println("listening on " + server.port());
      new CountDownLatch(1).await();
    }
  }

  /** Stores all but the deltas. */
  private record Unlogged(AnswerStore stored) implements AnswerStore {

    /** On the owner's thread, which is also the one that ends the answer. */
    @Override
    public void append(AnswerLog log) {
      log.drain();
      log.publish();
    }

    @Override
    public Started start(Owner owner, NewAnswer answer, Consumer<StoredAnswer> beforeCommit) {
      return stored.start(owner, answer, beforeCommit);
    }

    @Override
    public Optional<StoredAnswer> findSend(
        Owner owner, long chatId, String clientMessageId, String digest) {
      return stored.findSend(owner, chatId, clientMessageId, digest);
    }

    @Override
    public boolean end(AnswerLog log, Ending ending) {
      return stored.end(log, ending);
    }

    @Override
    public int interruptOrphans(OnFailure onFailure) {
      return stored.interruptOrphans(onFailure);
    }

    @Override
    public Optional<StoredAnswer> find(Owner owner, long chatId, long messageId) {
      return stored.find(owner, chatId, messageId);
    }

    @Override
    public OptionalLong chatOf(Owner owner, long messageId) {
      return stored.chatOf(owner, messageId);
    }

    @Override
    public List<LoggedEvent> events(long messageId, long after, int characters) {
      return stored.events(messageId, after, characters);
    }

    @Override
    public int purgeLogs(Instant endedBefore) {
      return stored.purgeLogs(endedBefore);
    }
  }
}
