package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.SseEvent;
import dev.potok.protocol.SseListener;
import dev.potok.protocol.StreamFormatException;
import dev.potok.protocol.ToolCallDelta;
import dev.potok.protocol.WireJson;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what a stream says, a JSON object for each thing: what a handler calls, or the events as
 * they are dispatched. One stream; one thread.
 */
final class StreamPrinter {

  /** Exit code: the stream came to its end. */
  static final int ENDED = 0;

  /** Exit code: the stream cannot be read. */
  static final int FAILED = 1;

  /** Exit code: the stream was cut off. */
  static final int CUT_OFF = 3;

  /** Exit code: the stream ended with an error of its own. */
  static final int ENDED_WITH_ERROR = 4;

  /** Exit code: what came is no stream of an answer. */
  static final int NO_STREAM = 5;

  private final PrintStream out;

  /** Nanoseconds since the beginning; null if times are not wanted. */
  private final @Nullable LongSupplier elapsed;

  /** When what is printed came, in nanoseconds since the beginning. */
  private long cameAt;

  private final boolean raw;
  private final StreamBeginning beginning = new StreamBeginning();
  private final RawEvents events = new RawEvents(new Events(), this::printLine);
  private final MessageStreamHandler handler = new MessageStreamHandler(new Callbacks());

  /** The stream has held something of an answer. */
  private boolean isAnswer;

  /** An event was dispatched and printed as it is. */
  private boolean isRawStream;

  private int exitCode = CUT_OFF;

  StreamPrinter(PrintStream out, boolean raw, @Nullable LongSupplier elapsed) {
    this.out = out;
    this.raw = raw;
    this.elapsed = elapsed;
  }

  /**
   * Takes the stream's next bytes.
   *
   * @throws StreamFormatException if the events that are to be printed break a limit
   */
  void feed(byte[] bytes, int length) {
    readClock();
    beginning.add(bytes, length);
    if (raw) {
      events.feed(bytes, length);
    }
    handler.feed(bytes, 0, length);
  }

  /**
   * The stream has closed.
   *
   * @throws StreamFormatException if its last line, which is to be printed, breaks a limit
   */
  void end() {
    readClock();
    events.end();
    handler.end();
  }

  /** What came of the stream. Any events at all may be printed raw; only an answer has an end. */
  int exitCode() {
    if (!isStream()) {
      return NO_STREAM;
    }
    return isRawStream && !isAnswer ? ENDED : exitCode;
  }

  /** How the stream begins. */
  StreamBeginning beginning() {
    return beginning;
  }

  /** Whether this is a stream, as far as can be told. */
  private boolean isStream() {
    return isAnswer || isRawStream || beginning.canBeStream();
  }

  private void readClock() {
    if (elapsed != null) {
      cameAt = elapsed.getAsLong();
    }
  }

  private void print(JsonText line) {
    if (elapsed != null) {
      long micros = cameAt / 1_000;
      line.field("time", micros / 1_000.0);
    }
    // One write, so that whoever reads never has half a line, and every line at once.
    byte[] bytes = (line.done() + "\n").getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private void printLine(String line) {
    isRawStream |= isJson(line);
    print(JsonText.object().field("data", line));
  }

  /** A last line that is cut is none. */
  private static boolean isJson(String line) {
    try {
      JsonFields.parse(line);
      return true;
    } catch (JsonFormatException e) {
      return false;
    }
  }

  private void printCallback(JsonText line) {
    if (!raw) {
      print(line);
    }
  }

  private static JsonText retry(long millis) {
    return JsonText.object().field("retry", millis);
  }

  /** The events as they are. */
  private final class Events implements SseListener {
    @Override
    public void onEvent(SseEvent event) {
      isRawStream = true;
      print(
          JsonText.object()
              .field("event", event.event())
              .field("data", event.data())
              .field("id", event.id()));
    }

    @Override
    public void onRetry(long millis) {
      print(retry(millis));
    }
  }

  /** What the events mean. */
  private final class Callbacks implements MessageStreamListener {
    @Override
    public void onMessageStart(MessageStart start) {
      tell(start);
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      tell(delta);
    }

    @Override
    public void onToolCall(ToolCallDelta delta) {
      isAnswer = true;
      JsonText line =
          JsonText.object()
              .field("type", MessageDelta.TYPE)
              .openObject("tool_call")
              .field("index", delta.index());
      delta.id().ifPresent(id -> line.field("id", id));
      delta.name().ifPresent(name -> line.field("name", name));
      printCallback(line.field("arguments", delta.arguments()).end());
    }

    @Override
    public void onMessageEnd(MessageEnd end) {
      tell(end);
      exitCode = ENDED;
    }

    @Override
    public void onError(AnswerError error) {
      switch (error.code()) {
        case AnswerError.CUT_OFF -> {
          if (isStream()) {
            printEvent(error);
          }
        }
        case AnswerError.BAD_STREAM -> {
          printEvent(error);
          exitCode = FAILED;
        }
        default -> {
          tell(error);
          exitCode = ENDED_WITH_ERROR;
        }
      }
    }

    @Override
    public void onUnknown(String event, String data) {
      printCallback(
          JsonText.object().field("type", "unknown").field("event", event).field("data", data));
    }

    @Override
    public void onRetry(long millis) {
      printCallback(retry(millis));
    }

    private void tell(AnswerEvent event) {
      isAnswer = true;
      printEvent(event);
    }

    private void printEvent(AnswerEvent event) {
      JsonText line = JsonText.object().field("type", event.type());
      printCallback(WireJson.eventFields(line, event));
    }
  }
}
