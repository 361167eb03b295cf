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
    final OptionalLong previousLeaf;
    final List<AnswerEvent> log = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    boolean ended;
    boolean gone;

    Answer(long id, Optional<MessageRead> user, OptionalLong previousLeaf) {
      this.id = id;
      this.user = user;
      this.previousLeaf = previousLeaf;
    }
  }

  private final VirtualScheduler scheduler;
  private final Random random;
  private final MessageTree tree = new MessageTree();
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
    return tree.history();
  }

  /** All messages, shown or not. */
  List<MessageRead> stored() {
    return tree.all();
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
  public Cancellable loadMessages(
      long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply) {
    return ask(
        reply,
        r -> {
          if (before.isPresent() && tree.find(before.getAsLong()) == null) {
            return refusal(r, 404, "message_not_found");
          }
          List<MessageRead> path =
              before.isPresent() ? tree.historyBefore(before.getAsLong()) : tree.history();
          List<MessageRead> page = path.subList(Math.max(0, path.size() - limit), path.size());
          return () -> r.succeeded(page);
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
          if (tree.find(messageId) == null) {
            return refusal(r, 404, "no_such_message");
          }
          Answer answer = answers.get(messageId);
          if (answer != null) {
            stop(answer);
            answer.gone = true;
          }
          tree.delete(messageId);
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
          OptionalLong previousLeaf = tree.leaf();
          MessageRead user =
              store(placeOf(request), Role.USER, request.content(), MessageStatus.COMPLETE);
          everStored.add(request.content());
          Answer answer = begin(Optional.of(user), OptionalLong.of(user.id()), previousLeaf, "");
          sends.put(request.clientMessageId(), answer);
          return answer;
        });
  }

  private OptionalLong placeOf(SendRequest request) {
    if (request.versionOf().isPresent()) {
      return existing(request.versionOf().getAsLong()).parentId();
    }
    if (request.parentId().isPresent()) {
      return OptionalLong.of(existing(request.parentId().getAsLong()).id());
    }
    return tree.leaf();
  }

  private MessageRead existing(long id) {
    MessageRead message = tree.find(id);
    if (message == null) {
      throw new Refusal(404, "no_such_message");
    }
    return message;
  }

  @Override
  public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
    return stream(
        reply,
        0,
        () -> {
          MessageRead message = existing(messageId);
          if (running() != null) {
            throw new Refusal(409, "answer_running");
          }
          OptionalLong question =
              message.role() == Role.USER ? OptionalLong.of(messageId) : message.parentId();
          checkIsQuestion(question);
          return begin(Optional.empty(), question, tree.leaf(), "");
        });
  }

  @Override
  public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
    return stream(
        reply,
        0,
        () -> {
          MessageRead partial = existing(messageId);
          if (running() != null) {
            throw new Refusal(409, "answer_running");
          }
          checkIsQuestion(partial.parentId());
          return begin(Optional.empty(), partial.parentId(), tree.leaf(), partial.content());
        });
  }

  private void checkIsQuestion(OptionalLong id) {
    if (id.isEmpty() || existing(id.getAsLong()).role() != Role.USER) {
      throw new Refusal(409, "message_not_answerable");
    }
  }

  @Override
  public Cancellable showVersion(long chatId, long messageId, DoneReply reply) {
    return ask(
        reply,
        r -> {
          if (tree.find(messageId) == null) {
            return refusal(r, 404, "no_such_message");
          }
          if (!tree.isShown(messageId)) {
            if (running() != null) {
              return refusal(r, 409, "answer_running");
            }
            if (random.nextInt(100) < harm / 2) {
              return refusal(r, 503, "refused_at_random");
            }
            tree.show(messageId);
          }
          return r::done;
        });
  }

  /** Another window sends a message, if it can. */
  Optional<MessageRead> sendElsewhere(String text) {
    if (running() != null) {
      return Optional.empty();
    }
    OptionalLong previousLeaf = tree.leaf();
    MessageRead user = store(previousLeaf, Role.USER, text, MessageStatus.COMPLETE);
    everStored.add(text);
    Answer answer = begin(Optional.of(user), OptionalLong.of(user.id()), previousLeaf, "");
    return Optional.of(streaming(answer));
  }

  /** Another window shows any message, if it can. */
  void showElsewhere() {
    List<MessageRead> all = tree.all();
    if (running() == null && !all.isEmpty()) {
      long id = all.get(random.nextInt(all.size())).id();
      if (!tree.isShown(id)) {
        tree.show(id);
      }
    }
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

  private Answer begin(
      Optional<MessageRead> user, OptionalLong question, OptionalLong previousLeaf, String prefix) {
    MessageRead message = store(question, Role.ASSISTANT, prefix, MessageStatus.STREAMING);
    Answer answer = new Answer(message.id(), user, previousLeaf);
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
        tree.replace(streaming(answer));
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
      withdraw(answer, false);
    } else {
      tree.replace(stored);
    }
  }

  /**
   * As the server does: the path that was shown before is shown again, unless a question is left.
   */
  private void withdraw(Answer answer, boolean withQuestion) {
    tree.remove(answer.id);
    if (answer.user.isPresent()) {
      long question = answer.user.get().id();
      if (!withQuestion || tree.find(question) == null || tree.hasChildren(question)) {
        return;
      }
      tree.remove(question);
    }
    if (answer.previousLeaf.isPresent()) {
      tree.showPathTo(answer.previousLeaf.getAsLong());
    }
  }

  private void fail(Answer answer) {
    answer.ended = true;
    if (answer.text.isEmpty()) {
      answer.log.add(new AnswerError("model_failed", "Failed.", true, Optional.empty()));
      withdraw(answer, true);
    } else {
      MessageRead stored = streaming(answer).withStatus(MessageStatus.FAILED);
      answer.log.add(new AnswerError("model_failed", "Failed.", true, Optional.of(stored)));
      tree.replace(stored);
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
    return message(
            answer.id,
            tree.parentOf(answer.id),
            Role.ASSISTANT,
            answer.text.toString(),
            MessageStatus.STREAMING)
        .withMetadata(MessageMetadata.NONE.withThinkingText(thinking.toString()));
  }

  private MessageRead store(OptionalLong parent, Role role, String text, MessageStatus status) {
    MessageRead message = message(++lastId, parent, role, text, status);
    tree.add(message);
    return message;
  }

  private static MessageRead message(
      long id, OptionalLong parent, Role role, String text, MessageStatus status) {
    return new MessageRead(
        id,
        OpenChat.CHAT,
        parent,
        role,
        text,
        "2026-11-22T10:00:00Z",
        status,
        MessageMetadata.NONE);
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
