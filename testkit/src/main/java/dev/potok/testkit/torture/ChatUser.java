package dev.potok.testkit.torture;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.history.Entry;
import dev.potok.testkit.history.ModelPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * The user of one chat: sends one message after the other, reads each answer in several windows,
 * and now and then sends twice, stops, deletes and asks for another version. One thread, which
 * starts others for its windows and waits for them.
 */
final class ChatUser {

  /** For how many connections each client's weather may be bad. */
  private static final int BAD_CONNECTIONS = 5;

  /** How many tokens the model says to a message that asks for nothing else. */
  private static final int USUAL_TOKENS = 20;

  private final Site site;
  private final RandomGenerator.SplittableGenerator random;
  private final String name;
  private final int sends;
  private long chatId;
  private final AtomicInteger readers = new AtomicInteger();

  ChatUser(Site site, RandomGenerator.SplittableGenerator random, String name, int sends) {
    this.site = site;
    this.random = random;
    this.name = name;
    this.sends = sends;
  }

  /** The chat, once it exists. */
  long chatId() {
    return chatId;
  }

  /** Does all that the user does. */
  void run() throws InterruptedException {
    chatId = new Caller(site, random.split(), Optional.empty()).newChat();
    for (int i = 1; i <= sends; i++) {
      exchange(i);
    }
    settle();
  }

  private void exchange(int number) throws InterruptedException {
    Question question = Question.random(random, name + ", message " + number);
    String clientMessageId = "m" + number;
    site.history().add(new Entry.ModelMayBeAsked(question.content()));
    Optional<Sender.Begun> sent;
    try (Crew crew = new Crew()) {
      if (random.nextInt(4) == 0) {
        RandomGenerator.SplittableGenerator other = random.split();
        String reader = newReader();
        crew.add(() -> sendAgain(other, reader, clientMessageId, question));
      }
      sent = send(random.split(), newReader(), clientMessageId, question, crew);
    }
    if (sent.isEmpty() || sent.get().answerId() == 0) {
      return;
    }
    long answerId = sent.get().answerId();
    int choice = random.nextInt(10);
    if (choice < 2) {
      site.history().add(new Entry.ModelMayBeAsked(question.content()));
      again("regenerate", answerId, question.plan());
    } else if (choice < 6) {
      goOn(question);
    } else if (choice == 6) {
      withWeather(
          random.split(),
          (own, weather) -> new Caller(site, own, Optional.of(weather)).delete(chatId, answerId));
    }
  }

  /** Sends, and has the answer read and disturbed until it has ended for all. */
  private Optional<Sender.Begun> send(
      RandomGenerator.SplittableGenerator own,
      String reader,
      String clientMessageId,
      Question question,
      Crew crew)
      throws InterruptedException {
    try (Weather weather = new Weather(own.split(), site.port(), BAD_CONNECTIONS)) {
      Sender sender =
          new Sender(site, own.split(), chatId, weather, id -> readAndDisturb(own, id, crew));
      Optional<Sender.Begun> sent =
          sender.send(reader, clientMessageId, question, running -> follow(own.split(), running));
      if (sent.isPresent()) {
        site.tally().add(Tally.Count.SENDS);
        readOn(own, reader, sent.get(), weather);
      }
      return sent;
    }
  }

  /** Opens windows on an answer that has just begun. */
  private void readAndDisturb(RandomGenerator.SplittableGenerator own, long answerId, Crew crew) {
    site.tally().add(Tally.Count.ANSWERS);
    int windows = own.nextInt(1, 4);
    for (int i = 0; i < windows; i++) {
      RandomGenerator.SplittableGenerator window = own.split();
      crew.add(() -> follow(window, answerId));
    }
    disturb(own.split(), answerId, crew);
  }

  /** The stream of a call that began an answer may have broken before its end. */
  private void readOn(
      RandomGenerator.SplittableGenerator own, String reader, Sender.Begun begun, Weather weather)
      throws InterruptedException {
    if (!begun.ended()) {
      new Follower(site, own.split(), reader, chatId, begun.answerId(), begun.position(), weather)
          .follow();
    }
  }

  private void disturb(RandomGenerator.SplittableGenerator own, long answerId, Crew crew) {
    int choice = own.nextInt(20);
    if (choice < 6) {
      // Two at once: one of them comes late.
      int stops = own.nextInt(1, 3);
      long delay = own.nextLong(400);
      for (int i = 0; i < stops; i++) {
        RandomGenerator.SplittableGenerator stopper = own.split();
        crew.add(() -> {
          Thread.sleep(delay);
          withWeather(
              stopper,
              (random, weather) ->
                  new Caller(site, random, Optional.of(weather)).stop(chatId, answerId));
        });
      }
    } else if (choice == 6) {
      long delay = own.nextLong(300);
      crew.add(() -> {
        Thread.sleep(delay);
        withWeather(
            own,
            (random, weather) ->
                new Caller(site, random, Optional.of(weather)).delete(chatId, answerId));
      });
    }
  }

  private void follow(RandomGenerator.SplittableGenerator own, long answerId)
      throws InterruptedException {
    String reader = newReader();
    withWeather(
        own,
        (random, weather) ->
            new Follower(site, random, reader, chatId, answerId, -1, weather).follow());
  }

  /** The same send from a second window, which is as good as the first. */
  private void sendAgain(
      RandomGenerator.SplittableGenerator own, String reader, String id, Question question)
      throws InterruptedException {
    site.tally().add(Tally.Count.REPEATED_SENDS);
    withWeather(
        own,
        (random, weather) -> {
          Sender sender = new Sender(site, random, chatId, weather, _ -> {});
          Optional<Sender.Begun> sent =
              sender.send(reader, id, question, running -> follow(own.split(), running));
          if (sent.isPresent()) {
            readOn(own, reader, sent.get(), weather);
          }
        });
  }

  /** Has an answer that broke off continued; the model then says its usual twenty tokens. */
  private void goOn(Question question) throws InterruptedException {
    List<MessageRead> messages = new Caller(site, random.split(), Optional.empty()).history(chatId);
    if (messages.isEmpty()) {
      return;
    }
    MessageRead last = messages.getLast();
    switch (last.status()) {
      case STOPPED, INTERRUPTED, FAILED ->
          again(
              "continue",
              last.id(),
              new ModelPlan(last.content(), question.plan().thoughts(), USUAL_TOKENS, true));
      case COMPLETE, STREAMING -> {
        // There is nothing to continue.
      }
    }
  }

  private void again(String how, long answerId, ModelPlan plan) throws InterruptedException {
    RandomGenerator.SplittableGenerator own = random.split();
    try (Crew crew = new Crew();
        Weather weather = new Weather(own.split(), site.port(), BAD_CONNECTIONS)) {
      String reader = newReader();
      Sender sender =
          new Sender(site, own.split(), chatId, weather, id -> readAndDisturb(own, id, crew));
      Optional<Sender.Begun> begun = sender.again(how, reader, answerId, plan);
      if (begun.isPresent()) {
        readOn(own, reader, begun.get(), weather);
      }
    }
  }

  /** Waits for an answer whose beginning nobody was told. */
  private void settle() throws InterruptedException {
    Caller caller = new Caller(site, random.split(), Optional.empty());
    OptionalLong running = caller.chat(chatId).streamingMessageId();
    if (running.isPresent()) {
      site.history().add(new Entry.Note(running.getAsLong(), "runs, and nobody was told"));
      follow(random.split(), running.getAsLong());
    }
  }

  private String newReader() {
    return name + ", reader " + readers.incrementAndGet();
  }

  /** Something to do through weather of its own. */
  private interface Outdoors {
    void run(RandomGenerator random, Weather weather) throws InterruptedException;
  }

  private void withWeather(RandomGenerator.SplittableGenerator own, Outdoors what)
      throws InterruptedException {
    try (Weather weather = new Weather(own.split(), site.port(), BAD_CONNECTIONS)) {
      what.run(own.split(), weather);
    }
  }
}
