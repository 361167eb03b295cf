package dev.potok.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A server's side of the port, played by the test call by call, in the bytes of the wire. */
final class ScriptedTransport implements ChatTransport {

  /** A call that the session has made. */
  static class Call implements Cancellable {
    final String what;
    private final FailureReply reply;
    boolean cancelled;

    Call(String what, FailureReply reply) {
      this.what = what;
      this.reply = reply;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    void refuse(int status, String code) {
      reply.refused(Problem.of(status, code, "Refused: " + code + "."));
    }

    void refuse(Problem problem) {
      reply.refused(problem);
    }

    void failNetwork() {
      reply.networkFailed("connection reset");
    }
  }

  /** A call that streams. */
  static final class Stream extends Call {
    private final StreamReply reply;

    Stream(String what, StreamReply reply) {
      super(what, reply);
      this.reply = reply;
    }

    void reconnecting() {
      reply.reconnecting();
    }

    Stream open() {
      reply.opened();
      return this;
    }

    Stream event(long seq, AnswerEvent event) {
      return bytes(AnswerEventEncoder.sse(seq, event));
    }

    Stream raw(String text) {
      return bytes(text.getBytes(UTF_8));
    }

    /** Every byte in a chunk of its own. */
    Stream bytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        reply.bytes(bytes, i, 1);
      }
      return this;
    }

    void close() {
      reply.closed();
    }
  }

  /** A call that gives something back. */
  static final class Asked<T> extends Call {
    private final Reply<T> reply;

    Asked(String what, Reply<T> reply) {
      super(what, reply);
      this.reply = reply;
    }

    void succeed(T result) {
      reply.succeeded(result);
    }
  }

  /** A call that gives nothing back. */
  static final class Done extends Call {
    private final DoneReply reply;

    Done(String what, DoneReply reply) {
      super(what, reply);
      this.reply = reply;
    }

    void done() {
      reply.done();
    }
  }

  /** Whether answers are read apart from the calls that ask for them. */
  boolean readsApart;

  final List<Call> calls = new ArrayList<>();

  /** How many messages each load asked for. */
  final List<Integer> limits = new ArrayList<>();

  final List<SendRequest> sends = new ArrayList<>();
  private final List<Asked<List<MessageRead>>> loads = new ArrayList<>();
  private final List<Asked<MessageRead>> stops = new ArrayList<>();

  /** What was called, in order, with those calls left out that only load. */
  List<String> made() {
    return calls.stream().map(call -> call.what).filter(what -> !what.startsWith("load")).toList();
  }

  Stream stream() {
    return (Stream) calls.stream().filter(Stream.class::isInstance).toList().getLast();
  }

  Asked<List<MessageRead>> load() {
    return loads.getLast();
  }

  int loadCount() {
    return loads.size();
  }

  Asked<MessageRead> stop() {
    return stops.getLast();
  }

  /** The last call that gives nothing back. */
  Done done() {
    return (Done) calls.stream().filter(Done.class::isInstance).toList().getLast();
  }

  private <C extends Call> C add(C call) {
    calls.add(call);
    return call;
  }

  @Override
  public Cancellable loadMessages(
      long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply) {
    String what = before.isPresent() ? "load before " + before.getAsLong() : "load";
    Asked<List<MessageRead>> call = add(new Asked<>(what, reply));
    limits.add(limit);
    loads.add(call);
    return call;
  }

  @Override
  public Cancellable deleteMessage(long chatId, long messageId, DoneReply reply) {
    return add(new Done("delete " + messageId, reply));
  }

  @Override
  public Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply) {
    Asked<MessageRead> call = add(new Asked<>("stop " + messageId, reply));
    stops.add(call);
    return call;
  }

  @Override
  public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
    sends.add(request);
    return add(new Stream("send " + request.clientMessageId() + " " + request.content(), reply));
  }

  @Override
  public Cancellable regenerate(long chatId, long messageId, StreamReply reply) {
    return add(new Stream("regenerate " + messageId, reply));
  }

  @Override
  public Cancellable continueAnswer(long chatId, long messageId, StreamReply reply) {
    return add(new Stream("continue " + messageId, reply));
  }

  @Override
  public Cancellable showVersion(long chatId, long messageId, DoneReply reply) {
    return add(new Done("show " + messageId, reply));
  }

  @Override
  public boolean readsApart() {
    return readsApart;
  }

  @Override
  public Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply) {
    return add(new Stream("read " + messageId + " after " + afterSeq, reply));
  }
}
