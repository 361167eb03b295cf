package dev.potok.web.live;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatListener;
import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.chat.ChatTransport;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.Scheduler;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A browser whose tabs all show one server; each may be frozen, hidden and closed. */
final class ManyTabs {
  final VirtualTime time = new VirtualTime();
  final EventsServer server = new EventsServer(time);
  final List<Tab> tabs = new ArrayList<>();
  private final Random random;
  private @Nullable Tab leader;
  private final List<Tab> inLine = new ArrayList<>();
  private int names;

  /** Whether the browser lets its tabs share. */
  boolean canShare = true;

  /** How many messages between tabs are lost, of 100. */
  int lost;

  ManyTabs(long seed) {
    random = new Random(seed);
  }

  /** Opens a tab in view on a chat. */
  Tab open(long chatId) {
    Tab tab = new Tab(chatId);
    tabs.add(tab);
    tab.hub.join(true);
    tab.session.loadMessages();
    return tab;
  }

  List<Tab> leaders() {
    return tabs.stream().filter(tab -> tab.hub.isLeading()).toList();
  }

  private void grantIfFree() {
    if (leader == null && !inLine.isEmpty()) {
      leader = inLine.removeFirst();
      leader.later(leader.member::leads);
    }
  }

  /** One tab: its hub, a session that reads its chat, and what it was told. */
  final class Tab implements Tabs, Scheduler, LiveHub.Listener {
    final LiveHub hub;
    final ChatSession session;
    final List<LiveEvent.Change> changes = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private Member member =
        new Member() {
          @Override
          public void leads() {}

          @Override
          public void deposed() {}

          @Override
          public void alone() {}

          @Override
          public void heard(String message) {}
        };
    private boolean joined;
    private boolean frozen;
    private boolean closed;
    boolean connected;
    Consumer<Boolean> onConnected = _ -> {};
    int missed;

    Tab(long chatId) {
      hub =
          new LiveHub("tab" + ++names, this, this::call, this, time::now, random::nextDouble, this);
      session =
          new ChatSession(
              chatId,
              new SharedTransport(new Calls(), hub),
              this,
              random::nextDouble,
              () -> "send",
              new ChatListener() {});
    }

    String text() {
      List<ChatMessage> messages = session.messages();
      return messages.isEmpty() ? "" : messages.getLast().text();
    }

    String status() {
      List<ChatMessage> messages = session.messages();
      return messages.isEmpty() ? "" : messages.getLast().status().wireName();
    }

    void close() {
      hub.leave();
      session.close();
      die();
    }

    /** The browser has refused the lock. */
    void refuse() {
      member.alone();
    }

    /** Goes without a word. */
    void die() {
      closed = true;
      tabs.remove(this);
      inLine.remove(this);
      if (leader == this) {
        leader = null;
        grantIfFree();
      }
    }

    /** Runs nothing until it is thawed. */
    void freeze() {
      frozen = true;
    }

    void thaw() {
      frozen = false;
      while (!held.isEmpty() && !frozen) {
        held.removeFirst().run();
      }
    }

    private void run(Runnable task) {
      if (closed) {
        return;
      }
      if (frozen) {
        held.add(task);
      } else {
        task.run();
      }
    }

    private void later(Runnable task) {
      time.schedule(1, () -> run(task));
    }

    @Override
    public Cancellable schedule(long delayMillis, Runnable task) {
      boolean[] over = {false};
      Cancellable timer =
          time.schedule(
              delayMillis,
              () ->
                  run(() -> {
                    if (!over[0]) {
                      task.run();
                    }
                  }));
      return () -> {
        over[0] = true;
        timer.cancel();
      };
    }

    private Cancellable call(String after, Map<Long, Long> answers, StreamReply reply) {
      return server.call(
          after,
          answers,
          new StreamReply() {
            @Override
            public void opened() {
              run(reply::opened);
            }

            @Override
            public void bytes(byte[] bytes, int offset, int length) {
              run(() -> reply.bytes(bytes, offset, length));
            }

            @Override
            public void closed() {
              run(reply::closed);
            }

            @Override
            public void refused(Problem problem) {
              run(() -> reply.refused(problem));
            }

            @Override
            public void networkFailed(String reason) {
              run(() -> reply.networkFailed(reason));
            }
          });
    }

    @Override
    public boolean canShare() {
      return canShare;
    }

    @Override
    public void join(Member joining) {
      member = joining;
      joined = true;
    }

    @Override
    public void say(String message) {
      for (Tab other : tabs) {
        if (other != this && other.joined && random.nextInt(100) >= lost) {
          other.later(() -> other.member.heard(message));
        }
      }
    }

    @Override
    public void awaitLead() {
      inLine.add(this);
      grantIfFree();
    }

    @Override
    public void takeLead() {
      inLine.remove(this);
      Tab former = leader;
      leader = this;
      if (former != null) {
        former.later(former.member::deposed);
      }
      later(member::leads);
    }

    @Override
    public void leave() {
      joined = false;
      inLine.remove(this);
      if (leader == this) {
        leader = null;
        grantIfFree();
      }
    }

    @Override
    public void changed(LiveEvent.Change change) {
      changes.add(change);
      session.changed(change);
    }

    @Override
    public void missed() {
      missed++;
      session.refreshMessages();
    }

    @Override
    public void connected(boolean isConnected) {
      connected = isConnected;
      onConnected.accept(isConnected);
      if (isConnected && session.error().isPresent()) {
        session.refreshMessages();
      }
    }

    @Override
    public void leads() {}

    /** The calls that are no stream. */
    private final class Calls implements ChatTransport {
      @Override
      public Cancellable loadMessages(
          long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply) {
        boolean[] over = {false};
        time.schedule(
            2 * EventsServer.WAY_MILLIS,
            () ->
                run(() -> {
                  if (over[0]) {
                    return;
                  }
                  if (server.down) {
                    reply.networkFailed("refused");
                  } else {
                    reply.succeeded(server.history(chatId));
                  }
                }));
        return () -> over[0] = true;
      }

      @Override
      public Cancellable deleteMessage(long chatId, long messageId, DoneReply reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable showVersion(long chatId, long messageId, DoneReply reply) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
        throw new UnsupportedOperationException();
      }
    }
  }
}
