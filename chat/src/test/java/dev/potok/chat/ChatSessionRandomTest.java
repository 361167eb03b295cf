package dev.potok.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random use of a chat over a network that does harm, which must leave nothing wrong behind. */
class ChatSessionRandomTest {
  private static final int SCHEDULES = 3_000;
  private static final int STEPS = 60;

  @Test
  void whatIsShownIsWhatIsStoredHoweverTheNetworkBehaves() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      try {
        new Schedule(seed).run();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class Schedule {
    private final Random random;
    private final VirtualScheduler scheduler = new VirtualScheduler();
    private final UnreliableServer server;
    private final boolean hasOthers;
    private final Mirror mirror = new Mirror();
    private final ChatSession session;
    private final List<String> sent = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private int ids;

    Schedule(long seed) {
      random = new Random(seed);
      hasOthers = seed % 3 == 0;
      server = new UnreliableServer(scheduler, random);
      server.readsApart = seed % 2 == 1;
      session =
          new ChatSession(
              OpenChat.CHAT,
              server,
              scheduler,
              random::nextDouble,
              () -> "send-" + ++ids,
              mirror,
              paging(seed));
    }

    /** Most chats here are longer than a page, and than the most that one call gives. */
    private static Paging paging(long seed) {
      return seed % 4 == 0 ? Paging.USUAL : new Paging((int) (1 + seed % 4), (int) (3 + seed % 5));
    }

    void run() {
      session.loadMessages();
      for (int i = 0; i < STEPS; i++) {
        step();
        mirror.assertShows(session);
        // An answer may have failed unheard while another window has begun the next one.
        if (!hasOthers) {
          assertAtMostOneStreams();
        }
      }
      server.harm = 0;
      scheduler.advance(600_000);
      session.loadMessages();
      scheduler.advance(600_000);

      mirror.assertShows(session);
      assertThat(session.state()).isEqualTo(ChatState.IDLE);
      assertThat(scheduler.pending()).isZero();
      assertIsEndOf(server.history());
      while (session.hasEarlier()) {
        session.loadEarlier();
        scheduler.advance(60_000);
        mirror.assertShows(session);
      }
      assertThat(session.messages().stream().map(ChatMessage::toString))
          .isEqualTo(server.history().stream().map(Schedule::line).toList());
      assertThat(session.messages().stream().map(ChatMessage::versions))
          .isEqualTo(server.history().stream().map(MessageRead::versions).toList());
      assertNothingIsDoubledOrLost();
      assertEveryMessageIsFound();
    }

    private void assertIsEndOf(List<MessageRead> history) {
      List<String> lines = session.messages().stream().map(ChatMessage::toString).toList();
      assertThat(history.stream().map(Schedule::line).toList())
          .endsWith(lines.toArray(String[]::new));
      assertThat(session.hasEarlier() || lines.size() == history.size()).isTrue();
      assertThat(history.isEmpty() || !lines.isEmpty()).isTrue();
    }

    /** Wherever a message is in the tree, it can be brought into view. */
    private void assertEveryMessageIsFound() {
      for (MessageRead stored : server.stored()) {
        mirror.sought.clear();
        session.seekMessage(stored.id(), true);
        scheduler.advance(60_000);
        assertThat(mirror.sought).containsExactly(stored.id() + " found");
        mirror.assertShows(session);
        assertIsEndOf(server.history());
      }
      session.seekMessage(1_000_000, true);
      scheduler.advance(60_000);
      assertThat(mirror.sought).endsWith("1000000 not found");
    }

    private void step() {
      switch (random.nextInt(19)) {
        case 0, 1, 2 -> {
          String text = "text " + sent.size();
          if (session.sendMessage(text)) {
            sent.add(text);
          }
        }
        case 3 -> session.stop();
        case 4 -> deleteAny();
        case 5 -> session.loadMessages();
        case 6 -> session.retry();
        case 7 -> session.reconnectNow();
        case 8 -> {
          List<ChatMessage> messages = session.messages();
          if (!messages.isEmpty()) {
            session.regenerate(messages.get(random.nextInt(messages.size())).id());
          }
        }
        case 9 -> {
          List<ChatMessage> messages = session.messages();
          if (!messages.isEmpty()) {
            session.continueAnswer(messages.getLast().id());
          }
        }
        case 10 -> editAny();
        case 11 -> showAny();
        case 12 -> session.loadEarlier();
        case 13 -> seekAny();
        case 14 -> {
          if (hasOthers) {
            elsewhere();
          }
        }
        default -> scheduler.advance(random.nextInt(2_000));
      }
    }

    private void seekAny() {
      List<MessageRead> stored = server.stored();
      if (!stored.isEmpty()) {
        session.seekMessage(stored.get(random.nextInt(stored.size())).id(), true);
      }
    }

    private void editAny() {
      List<ChatMessage> messages = session.messages();
      if (!messages.isEmpty()) {
        String text = "edit " + sent.size();
        long id = messages.get(random.nextInt(messages.size())).id();
        if (session.editMessage(id, text, Optional.empty())) {
          sent.add(text);
        }
      }
    }

    private void showAny() {
      List<Long> ids = session.messages().stream().flatMap(m -> m.versions().stream()).toList();
      if (!ids.isEmpty()) {
        session.showVersion(ids.get(random.nextInt(ids.size())));
      }
    }

    /** Another window does something, and this one hears of it, sooner or later. */
    private void elsewhere() {
      LiveEvent.Change change = new LiveEvent.MessagesChanged(OpenChat.CHAT);
      if (random.nextBoolean()) {
        server.showElsewhere();
      } else {
        Optional<MessageRead> answer = server.sendElsewhere("elsewhere " + ++ids);
        if (answer.isPresent()) {
          change = new LiveEvent.AnswerStarted(OpenChat.CHAT, Optional.empty(), answer.get());
        }
      }
      LiveEvent.Change told = change;
      scheduler.schedule(random.nextInt(300), () -> session.changed(told));
    }

    private void deleteAny() {
      List<ChatMessage> messages = session.messages();
      if (!messages.isEmpty()) {
        ChatMessage message = messages.get(random.nextInt(messages.size()));
        deleted.add(message.text());
        session.deleteMessage(message.id());
      }
    }

    private void assertAtMostOneStreams() {
      long running =
          session.messages().stream()
              .filter(message -> message.status().wireName().equals("streaming"))
              .count();
      assertThat(running).isLessThanOrEqualTo(1);
    }

    private void assertNothingIsDoubledOrLost() {
      List<String> stored =
          server.stored().stream()
              .filter(message -> message.role() == Role.USER)
              .map(MessageRead::content)
              .toList();
      assertThat(stored).doesNotHaveDuplicates();
      for (String text : sent) {
        assertThat(
                stored.contains(text)
                    || deleted.contains(text)
                    || mirror.composer.contains(text)
                    || server.hasEverStored(text))
            .as(text)
            .isTrue();
      }
    }

    private static String line(MessageRead message) {
      return message.role().wireName()
          + " "
          + message.id()
          + " ("
          + message.status().wireName()
          + "): "
          + message.content();
    }
  }
}
