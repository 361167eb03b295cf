package dev.potok.storage;

import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.ChatTitles;
import dev.potok.engine.Chats;
import dev.potok.engine.Language;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.engine.Projects;
import dev.potok.protocol.MessageRead;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A data folder in use, with everything over it that a server has but HTTP. */
final class OpenStorage implements AutoCloseable {
  static final Owner ME = Owner.LOCAL;
  static final Duration SOON = Duration.ofSeconds(20);

  final SqliteStorage storage;
  final ChangeFeed changes = new ChangeFeed("test");
  final ChatTitles titles;
  final Answers answers;
  final Messages messages;
  final Chats chats;
  final Projects projects;

  private OpenStorage(
      Path folder, ModelProvider model, Optional<Duration> titlesWithin, OnFailure onFailure) {
    storage = MadeTables.open(folder, Clock.systemUTC());
    titles = new ChatTitles(storage.chats(), changes, titlesWithin.orElse(ChatTitles.WITHIN));
    answers =
        new Answers(
            storage.answers(),
            storage.chats(),
            storage.messages(),
            storage.projects(),
            new ModelCatalog(List.of(model), Optional.empty(), System::nanoTime),
            changes,
            titlesWithin.map(_ -> titles),
            onFailure,
            System::nanoTime);
    messages = new Messages(storage.messages(), storage.chats(), answers, changes);
    chats = new Chats(storage.chats(), answers, changes);
    projects = new Projects(storage.projects(), storage.chats(), answers, changes);
  }

  static OpenStorage over(Path folder, ModelProvider model) {
    return over(folder, model, OnFailure.KEEP);
  }

  /** The same, where an answer that fails with text becomes what the setting says. */
  static OpenStorage over(Path folder, ModelProvider model, OnFailure onFailure) {
    return new OpenStorage(folder, model, Optional.empty(), onFailure);
  }

  /** The same, where chats have their titles from the model if it gives them in time. */
  static OpenStorage withTitles(Path folder, ModelProvider model, Duration within) {
    return new OpenStorage(folder, model, Optional.of(within), OnFailure.KEEP);
  }

  long newChat() {
    return newChat(OptionalLong.empty());
  }

  long newChat(OptionalLong project) {
    return chats.create(ME, new Chats.Fields(project, "", Optional.empty())).id();
  }

  AnswerReader send(long chat, String content) throws InterruptedException {
    return send(chat, content, Optional.empty(), OptionalLong.empty());
  }

  AnswerReader send(long chat, String content, Optional<String> clientId, OptionalLong parent)
      throws InterruptedException {
    return answers.start(
        ME,
        chat,
        Answers.Request.send(content, parent, Optional.empty(), clientId, Language.ENGLISH),
        OptionalLong.empty());
  }

  AnswerReader regenerate(long chat, long message) throws InterruptedException {
    return answers.regenerate(
        ME, chat, messages.get(ME, chat, message), Optional.empty(), Language.ENGLISH);
  }

  /** Waits until the clock has gone on. */
  void awaitNextMillisecond() {
    long now = storage.now();
    await().until(() -> storage.now() > now);
  }

  /** Reads to the end; fails if nothing comes for a long time. */
  static List<LoggedEvent> readAll(AnswerReader reader) throws InterruptedException {
    List<LoggedEvent> events = new ArrayList<>();
    while (!reader.finished()) {
      List<LoggedEvent> next = reader.next(SOON);
      if (next.isEmpty()) {
        throw new IllegalStateException("nothing in " + SOON + ": " + reader);
      }
      events.addAll(next);
    }
    return events;
  }

  List<MessageRead> history(long chat) {
    return messages.history(ME, chat, OptionalLong.empty(), Messages.MAX_PAGE);
  }

  @Override
  public void close() {
    titles.close();
    try {
      answers.shutDown(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    storage.close();
  }
}
