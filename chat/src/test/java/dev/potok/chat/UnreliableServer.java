package dev.potok.chat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.FinishReason;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps the promises of the wire, behind a network that keeps none: calls get lost
 * before or after they are done, streams are cut at any byte, repeat events, or fall silent.
 */
final class UnreliableServer implements ChatTransport {

  /** An answer and its log; the number of an event is its place in the log, from 1. */
  private static final class Answer {
    final long id;
    final Optional<MessageRead> user;
    final int displacedFrom;
    final List<MessageRead> displaced;
    final List<AnswerEvent> log = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    boolean ended;
    boolean gone;

    Answer(long id, Optional<MessageRead> user, int displacedFrom, List<MessageRead> displaced) {
      this.id = id;
      this.user = user;
      this.displacedFrom = displacedFrom;
      this.displaced = new ArrayList<>(displaced);
    }
  }

  private final VirtualScheduler scheduler;
  private final Random random;
  private final List<MessageRead> history = new ArrayList<>();
  private final Map<Long, Answer> answers = new HashMap<>();
  private final Map<String, Answer> sends = new HashMap<>();
  private final Set<String> everStored = new HashSet<>();
  private long lastId;

  /** Whether answers are read apart from the calls that ask for them. */
  boolean readsApart;

  /** How often, of 100 times, the network does harm. */
  int harm = 20;

  UnreliableServer(VirtualScheduler scheduler, Random random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  List<MessageRead> history() {
    return history;
  }

  boolean hasEverStored(String text) {
    return everStored.contains(text);
  }

  private boolean harms() {
    return random.nextInt(100) < harm;
  }

  /** A call takes its time, and may be lost on its way there or back. */
  private <R extends FailureReply> Cancellable ask(R reply, Exec<R> exec) {
    boolean lostBack = harms();
    boolean[] over = {false};
    boolean lostThere = harms();
    if (!lostThere) {
      scheduler.schedule(
          random.nextInt(200),
          () -> {
            Runnable answer = exec.run(reply);
            scheduler.schedule(
                random.nextInt(200),
                () -> {
                  if (!over[0]) {
                    over[0] = true;
                    if (lostBack) {
                      reply.networkFailed("lost on the way back");
                    } else {
                      answer.run();
                    }
                  }
                });
          });
    } else {
      scheduler.schedule(
          random.nextInt(400),
          () -> {
            if (!over[0]) {
              over[0] = true;
              reply.networkFailed("lost on the way there");
            }
          });
    }
    return () -> over[0] = true;
  }

  /** Does the work at the server and gives what tells the client. */
  private interface Exec<R> {
    Runnable run(R reply);
  }

  private static Runnable refusal(FailureReply reply, int status, String code) {
    return () -> reply.refused(Problem.of(status, code, code));
  }

  @Override
  public Cancellable loadMessages(long chatId, Reply<List<MessageRead>> reply) {
    return ask(
        reply,
        r -> {
          List<MessageRead> copy = List.copyOf(history);
          return () -> r.succeeded(copy);
        });
  }

  @Override
  public Cancellable deleteMessage(long chatId, long messageId, DoneReply reply) {
    return ask(
        reply,
        r -> {
          if (random.nextInt(100) < harm / 2) {
            return refusal(r, 403, "refused_at_random");
          }
          for (Answer each : answers.values()) {
            each.displaced.removeIf(message -> message.id() == messageId);
          }
          int index = indexOf(messageId);
          if (index < 0) {
            return refusal(r, 404, "no_such_message");
          }
          Answer answer = answers.get(messageId);
          if (answer != null) {
            stop(answer);
            answer.gone = true;
          }
          index = indexOf(messageId);
          if (index >= 0) {
            history.remove(index);
          }
          return r::done;
        });
  }

  @Override
  public Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply) {
    return ask(
        reply,
        r -> {
          Answer answer = answers.get(messageId);
          if (answer == null || answer.gone) {
            return refusal(r, 404, "no_such_message");
          }
          stop(answer);
          AnswerEvent last = answer.log.getLast();
          return last instanceof MessageEnd end
              ? () -> r.succeeded(end.message())
              : last instanceof AnswerError error && error.partial().isPresent()
                  ? () -> r.succeeded(error.partial().get())
                  : refusal(r, 404, "no_such_message");
        });
  }

  @Override
  public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
    return stream(
        reply,
        0,
        () -> {
          Answer known = sends.get(request.clientMessageId());
          if (known != null) {
            return known;
          }
          if (running() != null) {
            throw new Refusal(409, "answer_running");
          }
          if (random.nextInt(100) < harm / 2) {
            throw new Refusal(503, "no_model");
          }
          MessageRead user = store(Role.USER, request.content(), MessageStatus.COMPLETE);
          everStored.add(request.content());
          Answer answer = begin(Optional.of(user), history.size(), List.of());
          sends.put(request.clientMessageId(), answer);
          return answer;
        });
  }

  @Override
  public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
    return stream(
        reply,
        0,
        () -> {
          int index = indexOf(messageId);
          if (index < 0) {
            throw new Refusal(404, "no_such_message");
          }
          if (running() != null) {
            throw new Refusal(409, "answer_running");
          }
          int from = history.get(index).role() == Role.USER ? index + 1 : index;
          List<MessageRead> tail = history.subList(from, history.size());
          List<MessageRead> displaced = List.copyOf(tail);
          tail.clear();
          return begin(Optional.empty(), from, displaced);
        });
  }

  @Override
  public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
    return stream(
        reply,
        0,
        () -> {
          int index = indexOf(messageId);
          if (index < 0) {
            throw new Refusal(404, "no_such_message");
          }
          if (running() != null) {
            throw new Refusal(409, "answer_running");
          }
          MessageRead partial = history.get(index);
          List<MessageRead> tail = history.subList(index, history.size());
          List<MessageRead> displaced = List.copyOf(tail);
          tail.clear();
          return begin(Optional.empty(), index, displaced, partial.content());
        });
  }

  @Override
  public boolean readsApart() {
    return readsApart;
  }

  @Override
  public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
    return stream(
        reply,
        afterSeq,
        () -> {
          Answer answer = answers.get(messageId);
          if (answer == null || answer.gone) {
            throw new Refusal(404, "no_such_message");
          }
          return answer;
        });
  }

  private static final class Refusal extends RuntimeException {
    final int status;
    final String code;

    Refusal(int status, String code) {
      super(code);
      this.status = status;
      this.code = code;
    }
  }

  private interface Opening {
    Answer open();
  }

  private Cancellable stream(StreamReply reply, long afterSeq, Opening opening) {
    Reading reading = new Reading(reply, afterSeq);
    Cancellable call =
        ask(
            reply,
            r -> {
              try {
                reading.answer = Optional.of(opening.open());
                return () -> {
                  r.opened();
                  reading.pump();
                };
              } catch (Refusal refusal) {
                return refusal(r, refusal.status, refusal.code);
              }
            });
    return () -> {
      call.cancel();
      reading.closed = true;
    };
  }

  /** One connection that reads a log. */
  private final class Reading {
    private final StreamReply reply;
    private Optional<Answer> answer = Optional.empty();
    private int at;
    private boolean closed;

    Reading(StreamReply reply, long afterSeq) {
      this.reply = reply;
      this.at = (int) afterSeq;
    }

    /** Sends what there is, and looks again a little later. */
    void pump() {
      if (closed) {
        return;
      }
      Answer read = answer.orElseThrow();
      if (read.gone) {
        close();
        return;
      }
      if (at >= read.log.size() && read.ended) {
        at = read.log.size() - 1;
      }
      if (at < read.log.size()) {
        if (random.nextInt(20) == 0 && !read.ended) {
          at = read.log.size();
          send(at, new MessageStart(read.user, streaming(read)));
        } else {
          if (at > 0 && random.nextInt(10) == 0) {
            send(at, read.log.get(at - 1));
          }
          if (harm > 0 && random.nextInt(30) == 0 && at + 1 < read.log.size()) {
            at++;
          }
          at++;
          send(at, read.log.get(at - 1));
        }
      }
      if (closed) {
        return;
      }
      if (at >= read.log.size() && read.ended) {
        close();
      } else if (random.nextInt(100) < harm / 4) {
        if (random.nextBoolean()) {
          close();
        } else {
          closed = true;
          reply.networkFailed("reset");
        }
      } else if (random.nextInt(200) >= harm / 4) {
        scheduler.schedule(random.nextInt(50), this::pump);
      }
    }

    private void close() {
      closed = true;
      reply.closed();
    }

    private void send(long seq, AnswerEvent event) {
      byte[] bytes = AnswerEventEncoder.sse(seq, event);
      int whole = random.nextInt(100) < harm / 4 ? random.nextInt(bytes.length) : bytes.length;
      int sent = 0;
      while (sent < whole && !closed) {
        int next = Math.min(whole - sent, 1 + random.nextInt(40));
        reply.bytes(bytes, sent, next);
        sent += next;
      }
      if (whole < bytes.length && !closed) {
        close();
      }
    }
  }

  private Answer begin(Optional<MessageRead> user, int displacedFrom, List<MessageRead> displaced) {
    return begin(user, displacedFrom, displaced, "");
  }

  private Answer begin(
      Optional<MessageRead> user, int displacedFrom, List<MessageRead> displaced, String prefix) {
    MessageRead message = store(Role.ASSISTANT, prefix, MessageStatus.STREAMING);
    Answer answer = new Answer(message.id(), user, displacedFrom, displaced);
    answer.text.append(prefix);
    answers.put(answer.id, answer);
    answer.log.add(new MessageStart(user, message));
    scheduler.schedule(random.nextInt(300), () -> generate(answer));
    return answer;
  }

  private void generate(Answer answer) {
    if (answer.ended) {
      return;
    }
    int what = random.nextInt(40);
    if (what == 0) {
      fail(answer);
    } else if (what < 4) {
      end(answer, MessageStatus.COMPLETE, FinishReason.STOP);
    } else {
      String piece = random.nextInt(5) == 0 ? "тире — 🌊 " : "w" + random.nextInt(100) + " ";
      if (random.nextInt(6) == 0) {
        answer.log.add(MessageDelta.thinking(piece));
      } else {
        answer.text.append(piece);
        answer.log.add(MessageDelta.text(piece));
        replace(streaming(answer));
      }
      scheduler.schedule(random.nextInt(100), () -> generate(answer));
    }
  }

  private void stop(Answer answer) {
    if (!answer.ended) {
      end(answer, MessageStatus.STOPPED, FinishReason.STOPPED);
    }
  }

  private void end(Answer answer, MessageStatus status, FinishReason reason) {
    answer.ended = true;
    MessageRead stored = streaming(answer).withStatus(status);
    answer.log.add(new MessageEnd(stored, reason));
    if (status == MessageStatus.STOPPED && answer.text.isEmpty()) {
      history.remove(indexOf(answer.id));
    } else {
      replace(stored);
    }
  }

  private void fail(Answer answer) {
    answer.ended = true;
    if (answer.text.isEmpty()) {
      answer.log.add(new AnswerError("model_failed", "Failed.", true, Optional.empty()));
      history.remove(indexOf(answer.id));
      answer.user.ifPresent(user -> {
        int index = indexOf(user.id());
        if (index >= 0) {
          history.remove(index);
        }
      });
      history.addAll(Math.min(answer.displacedFrom, history.size()), answer.displaced);
    } else {
      MessageRead stored = streaming(answer).withStatus(MessageStatus.FAILED);
      answer.log.add(new AnswerError("model_failed", "Failed.", true, Optional.of(stored)));
      replace(stored);
    }
  }

  /** The answer as it is now; its thinking is stored with it. */
  private MessageRead streaming(Answer answer) {
    StringBuilder thinking = new StringBuilder();
    for (AnswerEvent event : answer.log) {
      if (event instanceof MessageDelta delta && delta.kind() == MessageDelta.Kind.THINKING) {
        thinking.append(delta.text());
      }
    }
    return message(answer.id, Role.ASSISTANT, answer.text.toString(), MessageStatus.STREAMING)
        .withMetadata(MessageMetadata.NONE.withThinkingText(thinking.toString()));
  }

  private MessageRead store(Role role, String text, MessageStatus status) {
    MessageRead message = message(++lastId, role, text, status);
    history.add(message);
    return message;
  }

  private static MessageRead message(long id, Role role, String text, MessageStatus status) {
    return new MessageRead(
        id,
        OpenChat.CHAT,
        OptionalLong.empty(),
        role,
        text,
        "2026-11-22T10:00:00Z",
        status,
        MessageMetadata.NONE);
  }

  private void replace(MessageRead message) {
    int index = indexOf(message.id());
    if (index >= 0) {
      history.set(index, message);
    }
  }

  private int indexOf(long id) {
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).id() == id) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Answer running() {
    for (Answer answer : answers.values()) {
      if (!answer.ended) {
        return answer;
      }
    }
    return null;
  }
}
