package dev.potok.web.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The server's side of {@code GET /events}, as the protocol has it, in virtual time. */
final class EventsServer {

  /** How long a call and each piece of a reply are on their way, in milliseconds. */
  static final long WAY_MILLIS = 20;

  private static final long PING_MILLIS = 10_000;

  /** An answer and its log; the number of an event is its place in the log, from 1. */
  private static final class Answer {
    final long chatId;
    final List<AnswerEvent> log = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    boolean ended;

    Answer(long chatId) {
      this.chatId = chatId;
    }
  }

  private final VirtualTime time;
  private final Map<Long, Answer> answers = new HashMap<>();
  private final List<LiveEvent.Change> changes = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  /** Every call so far: the position, and the answers. */
  final List<String> calls = new ArrayList<>();

  /** The most connections that were ever open at one time. */
  int mostOpen;

  /** No connection can be made. */
  boolean down;

  EventsServer(VirtualTime time) {
    this.time = time;
  }

  int open() {
    return connections.size();
  }

  void begin(long chatId, long messageId) {
    Answer answer = new Answer(chatId);
    answers.put(messageId, answer);
    answer.log.add(new MessageStart(Optional.empty(), message(messageId)));
    change(new LiveEvent.AnswerStarted(chatId, Optional.empty(), message(messageId)));
    pump();
  }

  void grow(long messageId, String delta) {
    Answer answer = answer(messageId);
    answer.text.append(delta);
    answer.log.add(MessageDelta.text(delta));
    pump();
  }

  void end(long messageId) {
    Answer answer = answer(messageId);
    answer.ended = true;
    answer.log.add(new MessageEnd(message(messageId), FinishReason.STOP));
    change(new LiveEvent.AnswerEnded(answer.chatId, messageId, MessageStatus.COMPLETE));
    pump();
  }

  void change(LiveEvent.Change change) {
    changes.add(change);
    pump();
  }

  /** Cuts every connection. */
  void cutAll() {
    List.copyOf(connections).forEach(connection -> connection.cut(true));
  }

  /** Every connection stays open and says nothing any more. */
  void silenceAll() {
    connections.forEach(connection -> connection.silent = true);
  }

  /** Ends as a server that goes down, which asks to come back later. */
  void shutDown(long retryMillis) {
    for (Connection connection : List.copyOf(connections)) {
      connection.say(AnswerEventEncoder.sseRetry(retryMillis));
      connection.cut(false);
    }
  }

  MessageRead message(long id) {
    Answer answer = answer(id);
    return new MessageRead(
        id,
        answer.chatId,
        OptionalLong.empty(),
        Role.ASSISTANT,
        answer.text.toString(),
        "2026-11-22T10:00:00Z",
        answer.ended ? MessageStatus.COMPLETE : MessageStatus.STREAMING,
        MessageMetadata.NONE);
  }

  List<MessageRead> history(long chatId) {
    return answers.entrySet().stream()
        .filter(entry -> entry.getValue().chatId == chatId)
        .map(entry -> message(entry.getKey()))
        .toList();
  }

  private Answer answer(long id) {
    Answer answer = answers.get(id);
    if (answer == null) {
      throw new AssertionError("no answer " + id);
    }
    return answer;
  }

  private void pump() {
    List.copyOf(connections).forEach(Connection::pump);
  }

  /** A call of a tab, whose reply comes to it when it can hear. */
  Cancellable call(String after, Map<Long, Long> wanted, StreamReply reply) {
    calls.add(after + " " + wanted);
    boolean[] over = {false};
    List<Connection> made = new ArrayList<>();
    time.schedule(
        WAY_MILLIS,
        () -> {
          if (over[0]) {
            return;
          }
          if (down) {
            over[0] = true;
            reply.networkFailed("refused");
            return;
          }
          Connection connection = new Connection(after, wanted, reply);
          made.add(connection);
          connections.add(connection);
          mostOpen = Math.max(mostOpen, connections.size());
          connection.begin();
        });
    return () -> {
      over[0] = true;
      made.forEach(connection -> {
        connection.deaf = true;
        connections.remove(connection);
      });
    };
  }

  private final class Connection {
    private final StreamReply reply;
    private final Map<Long, Integer> at = new HashMap<>();
    private final boolean missed;
    private int told;
    private boolean deaf;
    private boolean silent;

    Connection(String after, Map<Long, Long> wanted, StreamReply reply) {
      this.reply = reply;
      this.missed = after.isEmpty();
      this.told = missed ? changes.size() : Integer.parseInt(after.substring(2));
      wanted.forEach((id, position) -> at.put(id, position.intValue()));
    }

    void begin() {
      later(reply::opened);
      say(AnswerEventEncoder.ssePing());
      say(LiveEvents.sse("p-" + told, new LiveEvent.Ready(missed)));
      pump();
      ping();
    }

    private void ping() {
      time.schedule(
          PING_MILLIS,
          () -> {
            if (connections.contains(this)) {
              say(AnswerEventEncoder.ssePing());
              ping();
            }
          });
    }

    void pump() {
      while (told < changes.size()) {
        told++;
        say(LiveEvents.sse("p-" + told, changes.get(told - 1)));
      }
      for (Map.Entry<Long, Integer> reading : at.entrySet()) {
        read(reading);
      }
    }

    private void read(Map.Entry<Long, Integer> reading) {
      long id = reading.getKey();
      Answer answer = answers.get(id);
      if (answer == null) {
        if (reading.getValue() != Integer.MAX_VALUE) {
          reading.setValue(Integer.MAX_VALUE);
          say(LiveEvents.sse(new LiveEvent.AnswerRefused(id, Problem.of(404, "gone", "Gone."))));
        }
        return;
      }
      int position = reading.getValue();
      if (position == Integer.MAX_VALUE) {
        return;
      }
      if (position < 0 || position > answer.log.size()) {
        position = answer.log.size();
        if (!answer.ended) {
          part(id, position, new MessageStart(Optional.empty(), message(id)));
        }
      }
      if (answer.ended && position >= answer.log.size()) {
        position = answer.log.size() - 1;
      }
      while (position < answer.log.size()) {
        position++;
        part(id, position, answer.log.get(position - 1));
      }
      reading.setValue(answer.ended ? Integer.MAX_VALUE : position);
    }

    private void part(long id, long seq, AnswerEvent event) {
      String line = new String(AnswerEventEncoder.jsonLine(seq, event), UTF_8).strip();
      say(LiveEvents.sse(new LiveEvent.AnswerPart(id, line)));
    }

    void say(byte[] bytes) {
      if (!silent) {
        later(() -> reply.bytes(bytes, 0, bytes.length));
      }
    }

    private void later(Runnable task) {
      time.schedule(
          WAY_MILLIS,
          () -> {
            if (!deaf) {
              task.run();
            }
          });
    }

    void cut(boolean hard) {
      connections.remove(this);
      later(() -> {
        deaf = true;
        if (hard) {
          reply.networkFailed("reset");
        } else {
          reply.closed();
        }
      });
    }
  }
}
