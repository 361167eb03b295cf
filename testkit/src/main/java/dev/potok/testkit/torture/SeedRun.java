package dev.potok.testkit.torture;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Role;
import dev.potok.testkit.history.Checker;
import dev.potok.testkit.history.Entry;
import dev.potok.testkit.history.History;
import dev.potok.testkit.history.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One seed: some users at work while the server is killed, then the check of all that happened. The
 * seed decides what is done; what meets what is left to the machine.
 */
final class SeedRun {
  private static final int USERS = 4;
  private static final int SENDS = 2;

  /** How long a client tries, beside a planned outage. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** How many lines of a history a failure shows. */
  private static final int SHOWN_LINES = 40;

  private final Arena arena;
  private final long seed;
  private final int kills;
  private final Duration outage;
  private final History history = new History(System::nanoTime);

  /**
   * A run.
   *
   * @param outage how long the server stays away after the first kill
   */
  SeedRun(Arena arena, long seed, int kills, Duration outage) {
    this.arena = arena;
    this.seed = seed;
    this.kills = kills;
    this.outage = outage;
  }

  /** Runs and checks; gives what is wrong. */
  List<Violation> run() throws InterruptedException {
    RandomGenerator.SplittableGenerator random =
        RandomGeneratorFactory.<RandomGenerator.SplittableGenerator>of("L64X128MixRandom")
            .create(seed);
    Site site = new Site(arena, history, LONGEST.plus(outage));
    List<ChatUser> users = new ArrayList<>();
    try (Crew crew = new Crew()) {
      for (int i = 1; i <= USERS; i++) {
        ChatUser user = new ChatUser(site, random.split(), nameOfUsers() + i, SENDS);
        users.add(user);
        crew.add(user::run);
      }
      RandomGenerator killer = random.split();
      crew.add(() -> killAtRandom(killer));
    }
    Caller caller = new Caller(site, random.split(), Optional.empty());
    for (ChatUser user : users) {
      writeDownWhatIsStored(site, caller, random, user.chatId());
    }
    writeDownWhatTheModelWasAsked();
    return Checker.check(history);
  }

  private void writeDownWhatTheModelWasAsked() {
    Map<String, Integer> asked = new TreeMap<>();
    arena.modelWasAsked().forEach(content -> asked.merge(content, 1, Integer::sum));
    asked.forEach((content, times) -> {
      // A model that goes on with an answer is told the question earlier, and something else last.
      if (content.startsWith(nameOfUsers())) {
        history.add(new Entry.ModelWasAsked(content, times));
      }
    });
  }

  private String nameOfUsers() {
    return "seed " + seed + ", user ";
  }

  private void killAtRandom(RandomGenerator random) throws InterruptedException {
    for (int i = 0; i < kills; i++) {
      Thread.sleep(random.nextLong(50, 600));
      arena.kill(history, i == 0 ? outage : Duration.ZERO);
    }
  }

  /** The history of a chat, and every answer as it can be read again. */
  private void writeDownWhatIsStored(
      Site site, Caller caller, RandomGenerator.SplittableGenerator random, long chatId)
      throws InterruptedException {
    Set<Long> answers = new TreeSet<>();
    for (History.Line line : history.lines()) {
      if (line.entry() instanceof Entry.Began begun && begun.chatId() == chatId) {
        answers.add(begun.answerId());
      }
    }
    List<MessageRead> messages = caller.history(chatId);
    messages.stream()
        .filter(message -> message.role() == Role.ASSISTANT)
        .forEach(message -> answers.add(message.id()));
    for (long answerId : answers) {
      for (long position : new long[] {-1, 0}) {
        try (Weather calm = new Weather(random.split(), site.port(), 0)) {
          String reader = "at the end, from " + position;
          Follower.checking(site, random.split(), reader, chatId, answerId, position, calm)
              .follow();
        }
      }
    }
    ChatRead chat = caller.chat(chatId);
    OptionalLong streaming = chat.streamingMessageId();
    history.add(new Entry.Stored(chatId, caller.history(chatId), streaming));
  }

  /** What a person needs to understand a violation. */
  String describe(Violation violation) {
    return violation
        + "\n"
        + String.join("\n", history.excerpt(violation, SHOWN_LINES))
        + "\nRun it again with: ./potok torture --seed "
        + seed
        + " --seeds 1";
  }
}
