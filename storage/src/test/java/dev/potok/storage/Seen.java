package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.LoggedEvent;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reader holds of one answer, as a client does: a start replaces the text, a delta adds to
 * it. Fails at the first event that is missing, comes twice or follows the end.
 */
final class Seen {
  private final StringBuilder text = new StringBuilder();
  private final List<String> events = new ArrayList<>();
  private long position;
  private int starts;
  private @Nullable AnswerEvent end;

  /** A reader that holds nothing. */
  Seen() {}

  /** A reader that has held a text up to a position. */
  Seen(String text, long position) {
    this.text.append(text);
    this.position = position;
  }

  /** Reads an answer to its end. */
  static Seen whole(AnswerReader reader) throws InterruptedException {
    Seen seen = new Seen();
    seen.readOn(reader);
    return seen;
  }

  /** Reads to the end. */
  Seen readOn(AnswerReader reader) throws InterruptedException {
    while (!reader.finished()) {
      List<LoggedEvent> events = reader.next(OpenStorage.SOON);
      assertThat(events).as("nothing in %s: %s", OpenStorage.SOON, reader).isNotEmpty();
      events.forEach(this::accept);
    }
    assertThat(end).isNotNull();
    return this;
  }

  /** Reads until there is so much text. */
  Seen readUntil(AnswerReader reader, int characters) throws InterruptedException {
    while (text.length() < characters) {
      List<LoggedEvent> events = reader.next(OpenStorage.SOON);
      assertThat(events).as("nothing in %s: %s", OpenStorage.SOON, reader).isNotEmpty();
      events.forEach(this::accept);
    }
    return this;
  }

  void accept(LoggedEvent event) {
    assertThat(end).as("an event after the end: %s", event).isNull();
    switch (event.event()) {
      case MessageStart start -> {
        assertThat(event.seq()).isGreaterThanOrEqualTo(1);
        starts++;
        text.setLength(0);
        text.append(start.message().content());
        assertThat(start.message().status()).isEqualTo(MessageStatus.STREAMING);
      }
      case MessageDelta delta -> {
        assertThat(event.seq()).isEqualTo(position + 1);
        text.append(delta.text());
      }
      case MessageEnd last -> {
        // Who asked at or past the end is told the end again.
        assertThat(event.seq()).isLessThanOrEqualTo(position + 1);
        end = last;
      }
      case AnswerError last -> {
        assertThat(event.seq()).isLessThanOrEqualTo(position + 1);
        end = last;
      }
    }
    position = event.seq();
    events.add(position + " " + event.event().getClass().getSimpleName() + " " + text.length());
  }

  String text() {
    return text.toString();
  }

  /** The number of the last event. */
  long position() {
    return position;
  }

  /** How often a start came. */
  int starts() {
    return starts;
  }

  @Override
  public String toString() {
    return "events and the length of the text: " + events;
  }

  AnswerEvent end() {
    if (end == null) {
      throw new AssertionError("no end");
    }
    return end;
  }

  /** The answer as its end says it is kept; empty if it is not. */
  Optional<MessageRead> kept() {
    return switch (end()) {
      case MessageEnd last -> Optional.of(last.message());
      case AnswerError last -> last.partial();
      default -> throw new AssertionError("not an end: " + end);
    };
  }
}
