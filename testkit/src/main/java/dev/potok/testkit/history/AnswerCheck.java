package dev.potok.testkit.history;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects what all readers saw of one answer and what was promised, and compares it. */
final class AnswerCheck {

  /** What stands at a number: the text so far. */
  private record Held(String text, String thinking) {}

  /** What all readers must be told alike. */
  private record End(
      long seq,
      String type,
      String reason,
      Optional<String> content,
      Optional<MessageStatus> status,
      Optional<String> thinking) {

    static End of(long seq, AnswerEvent event) {
      return switch (event) {
        case MessageEnd end ->
            of(seq, event, end.finishReason().wireName(), Optional.of(end.message()));
        case AnswerError error -> of(seq, event, error.code(), error.partial());
        case MessageStart _, MessageDelta _ ->
            throw new IllegalArgumentException("no end: " + event);
      };
    }

    private static End of(
        long seq, AnswerEvent event, String reason, Optional<MessageRead> message) {
      return new End(
          seq,
          event.type(),
          reason,
          message.map(MessageRead::content),
          message.map(MessageRead::status),
          message.flatMap(read -> read.metadata().thinkingText()));
    }
  }

  private final long answerId;
  private final List<Violation> violations;
  private final Map<String, ReaderCheck> readers = new HashMap<>();
  private final Map<Long, Held> heldAt = new HashMap<>();

  /** What readers disagree about before any new text, until it is known whether that was kept. */
  private final List<Violation> aboutNothing = new ArrayList<>();

  private String beginning = "";

  private @Nullable End end;
  private int lastLine;

  // What was asked for and promised.
  private Optional<Entry.Began> began = Optional.empty();
  private int versionsAsked;
  private boolean stopAsked;
  private boolean deleteAsked;
  private boolean deleted;
  private boolean killed;
  private Optional<MessageRead> stopped = Optional.empty();
  private Optional<MessageRead> stored = Optional.empty();
  private boolean storedSeen;

  /** An answer of which nothing is known but whether the server has been killed before. */
  AnswerCheck(long answerId, boolean killed, List<Violation> violations) {
    this.answerId = answerId;
    this.killed = killed;
    this.violations = violations;
  }

  void read(int line, Entry entry) {
    lastLine = line;
    switch (entry) {
      case Entry.Began begun -> began = Optional.of(begun);
      case Entry.VersionAsked _ -> versionsAsked++;
      case Entry.StopAsked _ -> stopAsked = true;
      case Entry.StopAcknowledged stop -> stopAcknowledged(line, stop.message());
      case Entry.DeleteAsked _ -> deleteAsked = true;
      case Entry.DeleteAcknowledged _ -> deleted = true;
      case Entry.Connected open -> reader(open.reader()).connected(open.after());
      case Entry.Saw saw -> reader(saw.reader()).saw(line, saw.seq(), saw.event());
      case Entry.AfterEnd more ->
          violated(
              Rule.ONE_END,
              line,
              "reader " + more.reader() + " gets " + more.event() + " behind the end");
      case Entry.Gone gone -> gone(line, gone);
      case Entry.GaveUp late ->
          violated(Rule.UNFINISHED, line, "reader " + late.reader() + ": " + late.why());
      case Entry.Killed _ -> killed = end == null || killed;
      case Entry.ModelMayBeAsked _, Entry.ModelWasAsked _ -> {
        // The checker of the whole history counts these.
      }
      case Entry.CutOff _, Entry.Restarted _, Entry.Stored _, Entry.Note _ -> {
        // Nothing follows from these.
      }
    }
  }

  /** What the chat's history holds of this answer. */
  void stored(int line, MessageRead message) {
    lastLine = line;
    stored = Optional.of(message);
    storedSeen = true;
    if (deleted) {
      violated(Rule.LOST, line, "it was deleted, and is there");
    }
    if (message.status() == MessageStatus.STREAMING) {
      violated(Rule.STREAMING, line, "it is streaming when all is over");
    }
  }

  private ReaderCheck reader(String name) {
    return readers.computeIfAbsent(name, key -> new ReaderCheck(key, this));
  }

  private void stopAcknowledged(int line, MessageRead message) {
    if (message.status() == MessageStatus.STREAMING) {
      violated(Rule.LOST, line, "a Stop was answered, and it is streaming");
    }
    if (stopped.isPresent() && !stopped.get().content().equals(message.content())) {
      violated(Rule.ONE_END, line, "two Stops were answered with different texts");
    }
    stopped = Optional.of(message);
  }

  private void gone(int line, Entry.Gone gone) {
    if (!deleteAsked) {
      violated(Rule.LOST, line, "reader " + gone.reader() + " is told " + gone.code());
    }
  }

  /** A reader holds the text up to a number. */
  void held(String reader, int line, long seq, String text, String thinking) {
    Held now = new Held(text, thinking);
    Held before = heldAt.putIfAbsent(seq, now);
    if (before == null || before.equals(now)) {
      return;
    }
    Violation violation =
        new Violation(
            Rule.AGREEMENT,
            answerId,
            line,
            "at " + seq + " reader " + reader + " holds " + now + ", another one " + before);
    if (isNothingNew(before.text()) && isNothingNew(now.text())) {
      aboutNothing.add(violation);
    } else {
      violations.add(violation);
    }
  }

  private boolean isNothingNew(String text) {
    return text.isEmpty() || isBeginning(text);
  }

  /** A reader was told an end. */
  void ended(String reader, int line, long seq, AnswerEvent event) {
    End now = End.of(seq, event);
    End before = end;
    if (before == null) {
      end = now;
    } else if (!before.equals(now)) {
      violated(
          Rule.ONE_END,
          line,
          "reader " + reader + " is told " + now + ", another one was told " + before);
    }
  }

  void violated(Rule rule, int line, String what) {
    violations.add(new Violation(rule, answerId, line, what));
  }

  /** The text that the answer goes on from, as its start tells it. */
  void beginsWith(String text) {
    if (!text.isEmpty()) {
      beginning = text;
    }
  }

  /** Whether a text is what the answer goes on from: if no more comes, the answer is not kept. */
  boolean isBeginning(String text) {
    return text.equals(beginning);
  }

  private void violatedAtEnd(Rule rule, String what) {
    violated(rule, lastLine, what);
  }

  /** All has been read: what can only be said now. */
  void finish() {
    End last = end;
    if (last == null) {
      if (began.isPresent() && !deleteAsked) {
        violatedAtEnd(Rule.UNFINISHED, "it began, and nobody was told an end");
      }
      return;
    }
    if (!endedWithoutText()) {
      // Of an answer without text of its own nothing is kept, its thinking neither.
      violations.addAll(aboutNothing);
    }
    checkStored(last);
    checkHeld(last);
    checkStop(last);
    began.ifPresent(begun -> checkPlan(last, begun.plan()));
    checkCause(last);
  }

  private void checkStored(End last) {
    if (!storedSeen) {
      return;
    }
    if (last.content.isEmpty() || stored.isEmpty()) {
      violatedAtEnd(Rule.STORED_AS_STREAMED, "it is stored, and its end tells of no message");
      return;
    }
    MessageRead message = stored.get();
    if (!message.content().equals(last.content.get())
        || last.status.filter(message.status()::equals).isEmpty()
        || !message.metadata().thinkingText().equals(last.thinking)) {
      violatedAtEnd(
          Rule.STORED_AS_STREAMED, "stored is " + message + ", its end was told as " + last);
    }
  }

  /** Everything that anybody ever held is a beginning of the text at the end. */
  private void checkHeld(End last) {
    String text = last.content.orElse("");
    heldAt.forEach((seq, held) -> {
      boolean withdrawn = text.isEmpty() && isBeginning(held.text());
      if (!withdrawn && !text.startsWith(held.text())) {
        Rule rule = held.text().startsWith(text) ? Rule.LOST : Rule.PREFIX;
        violatedAtEnd(
            rule, "at " + seq + " '" + held.text() + "' was shown, the end has '" + text + "'");
      }
    });
  }

  private void checkStop(End last) {
    if (stopped.isEmpty()) {
      return;
    }
    MessageRead message = stopped.get();
    boolean same =
        last.content.isPresent()
            ? message.content().equals(last.content.get())
                && last.status.filter(message.status()::equals).isPresent()
            : message.content().isEmpty();
    if (!same) {
      violatedAtEnd(Rule.LOST, "a Stop was answered with " + message + ", but the end is " + last);
    }
  }

  private void checkPlan(End last, ModelPlan plan) {
    String text = last.content.orElse("");
    if (!plan.allowsText(text)) {
      violatedAtEnd(Rule.TOKENS, "the text is '" + text + "' (expected: t1 to t" + plan.tokens());
    }
    if (last.thinking.isPresent() && !plan.allowsThinking(last.thinking.get())) {
      violatedAtEnd(Rule.TOKENS, "the thinking is '" + last.thinking.get() + "'");
    }
    boolean complete = last.status.filter(MessageStatus.COMPLETE::equals).isPresent();
    if (complete && !(plan.ends() && plan.isWhole(text))) {
      violatedAtEnd(Rule.FALSE_COMPLETE, "complete with '" + text + "' of " + plan);
    }
    if (last.status.isEmpty() || last.status.get() == MessageStatus.FAILED) {
      boolean interrupted = last.reason.equals("interrupted");
      if (plan.ends() && !interrupted && last.type.equals(AnswerError.TYPE)) {
        violatedAtEnd(Rule.UNASKED_END, "failed (" + last.reason + "), and the model did not");
      }
    }
  }

  private void checkCause(End last) {
    if (last.reason.equals("stopped") && !stopAsked && !deleteAsked) {
      violatedAtEnd(Rule.UNASKED_END, "stopped, and nobody asked for it");
    }
    if (last.reason.equals("interrupted") && !killed) {
      violatedAtEnd(Rule.UNASKED_END, "interrupted, and the server did not die");
    }
  }

  long answerId() {
    return answerId;
  }

  /** The question, if it is known to have begun. */
  OptionalLong questionId() {
    return began.isPresent() ? OptionalLong.of(began.get().questionId()) : OptionalLong.empty();
  }

  long chatId() {
    return began.map(Entry.Began::chatId).orElse(0L);
  }

  boolean endedWithoutText() {
    End last = end;
    return last != null && last.content.orElse("").isEmpty();
  }

  /** How many further versions of it were asked for. */
  int versionsAsked() {
    return versionsAsked;
  }

  boolean deleteAsked() {
    return deleteAsked;
  }

  boolean isStored() {
    return storedSeen;
  }
}
