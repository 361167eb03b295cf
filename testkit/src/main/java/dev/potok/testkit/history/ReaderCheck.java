package dev.potok.testkit.history;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Follows one reader of one answer from event to event, over its connections. */
final class ReaderCheck {
  private final String reader;
  private final AnswerCheck answer;
  private final Set<Long> seen = new HashSet<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();

  /** The number up to which the text goes; -1 if the reader has none. */
  private long textUpTo = -1;

  /** The highest number that the reader ever had. */
  private long shown = -1;

  // Of the connection that is open.
  private OptionalLong after = OptionalLong.empty();
  private boolean first = true;
  private boolean endSeen;
  private long last = -1;

  ReaderCheck(String reader, AnswerCheck answer) {
    this.reader = reader;
    this.answer = answer;
  }

  void connected(OptionalLong position) {
    after = position;
    last = position.orElse(-1);
    first = true;
    endSeen = false;
    seen.removeIf(seq -> seq > last);
  }

  void saw(int line, long seq, AnswerEvent event) {
    if (endSeen) {
      violated(Rule.ONE_END, line, "event " + seq + " after the end");
    }
    switch (event) {
      case MessageStart start -> started(line, seq, start);
      case MessageDelta delta -> grew(line, seq, delta);
      case MessageEnd end -> ended(line, seq, event, Optional.of(end.message()));
      case AnswerError error -> ended(line, seq, event, error.partial());
    }
    first = false;
    last = seq;
    seen.add(seq);
  }

  private void started(int line, long seq, MessageStart start) {
    if (!first) {
      checkNext(line, seq, seq > last);
    } else if (after.orElse(-1) != 0 && seq < shown) {
      violated(Rule.LOST, line, "the text up to " + seq + " although it was shown up to " + shown);
    }
    text.setLength(0);
    text.append(start.message().content());
    thinking.setLength(0);
    thinking.append(start.message().metadata().thinkingText().orElse(""));
    if (seq == 1) {
      answer.beginsWith(start.message().content());
    }
    hold(line, seq);
  }

  private void grew(int line, long seq, MessageDelta delta) {
    if (first && after.isEmpty()) {
      violated(Rule.GAP, line, "begins with number " + seq + " and not with a start");
    } else {
      checkNext(line, seq, seq == last + 1);
    }
    switch (delta.kind()) {
      case TEXT -> text.append(delta.text());
      case THINKING -> thinking.append(delta.text());
    }
    hold(line, seq);
  }

  private void ended(int line, long seq, AnswerEvent event, Optional<MessageRead> message) {
    endSeen = true;
    boolean toldAgain = first && after.isPresent() && seq <= last;
    if (!toldAgain) {
      checkNext(line, seq, seq == last + 1);
    }
    if (shown >= seq) {
      violated(Rule.LOST, line, "ends at " + seq + " although " + shown + " was shown");
    }
    answer.ended(reader, line, seq, event);
    String content = message.map(MessageRead::content).orElse("");
    boolean whole = textUpTo == seq - 1;
    boolean withdrawn = content.isEmpty() && answer.isBeginning(text.toString());
    if (whole && !withdrawn && !content.contentEquals(text)) {
      Rule rule = content.startsWith(text.toString()) ? Rule.STORED_AS_STREAMED : Rule.PREFIX;
      violated(rule, line, "ends as '" + content + "' but streamed '" + text + "'");
    }
    String thought = message.flatMap(stored -> stored.metadata().thinkingText()).orElse("");
    if (whole && !content.isEmpty() && !thought.contentEquals(thinking)) {
      violated(
          Rule.STORED_AS_STREAMED,
          line,
          "thought '" + thought + "' but streamed '" + thinking + "'");
    }
  }

  private void hold(int line, long seq) {
    textUpTo = seq;
    shown = Math.max(shown, seq);
    answer.held(reader, line, seq, text.toString(), thinking.toString());
  }

  private void checkNext(int line, long seq, boolean allowed) {
    if (allowed) {
      return;
    }
    String what = "number " + seq + " after " + last;
    if (seq > last) {
      violated(Rule.GAP, line, what);
    } else {
      violated(seen.contains(seq) ? Rule.DOUBLE : Rule.ORDER, line, what);
    }
  }

  private void violated(Rule rule, int line, String what) {
    answer.violated(rule, line, "reader " + reader + ": " + what);
  }
}
