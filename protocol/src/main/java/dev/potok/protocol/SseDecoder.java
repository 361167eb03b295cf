package dev.potok.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Reads Server-Sent Events from bytes as they come, cut anywhere.
 *
 * <p>It knows the format and nothing of what the events mean. After an exception it is of no
 * further use. One thread at a time.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML,
 *     section 9.2</a>
 */
public final class SseDecoder {

  /** The longest event: the characters of its data together. */
  public static final int MAX_EVENT_CHARACTERS = 8 << 20;

  /** What a text may begin with that is no part of it. */
  static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final SseListener listener;
  private final LineDecoder lines;

  /** How many bytes of a byte order mark have come; past its length once the text has begun. */
  private int markMatched;

  /** The first line of data, which most often is all of it; null if there is none. */
  private @Nullable String firstLine;

  /** All lines of data, once there is a second one. */
  private StringBuilder allLines = new StringBuilder();

  private int firstDataLine;
  private String eventType = "";
  private String lastEventId = "";

  /** A decoder at the start of a stream. */
  public SseDecoder(SseListener listener) {
    this(0, listener);
  }

  /** A decoder for what follows the given count of blank lines. */
  SseDecoder(int linesBefore, SseListener listener) {
    this.lines = new LineDecoder(linesBefore, true, this::line);
    this.listener = listener;
    this.markMatched = linesBefore == 0 ? 0 : BYTE_ORDER_MARK.length;
  }

  /**
   * Takes the stream's next bytes and dispatches every event that they complete.
   *
   * @throws StreamFormatException if a line or an event is over its limit
   */
  public void feed(byte[] bytes, int offset, int length) {
    int skipped = skipByteOrderMark(bytes, offset, length);
    lines.feed(bytes, offset + skipped, length - skipped);
  }

  /** The number of the line that is being read, from 1. */
  public long lineNumber() {
    return lines.lineNumber();
  }

  /** While an event is handed on: the number of the line where its data begins, from 1. */
  public long eventLineNumber() {
    return firstDataLine;
  }

  /**
   * The end of the stream. "Once the end of the file is reached, any pending data must be
   * discarded. (If the file ends in the middle of an event, before the final empty line, the
   * incomplete event is not dispatched.)"
   */
  public void end() {
    clearEvent();
  }

  /** "If the stream starts with a byte order mark, it is ignored", also when it is cut. */
  private int skipByteOrderMark(byte[] bytes, int offset, int length) {
    int skipped = 0;
    while (markMatched < BYTE_ORDER_MARK.length && skipped < length) {
      if (bytes[offset + skipped] != BYTE_ORDER_MARK[markMatched]) {
        lines.feed(BYTE_ORDER_MARK, 0, markMatched);
        markMatched = BYTE_ORDER_MARK.length;
        return skipped;
      }
      markMatched++;
      skipped++;
    }
    return skipped;
  }

  private void line(String text, int from, int to) {
    if (from == to) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < to && text.charAt(colon) != ':') {
      colon++;
    }
    if (colon == from) {
      listener.onComment(text.substring(from + 1, to));
      return;
    }
    // "Otherwise, the string is not empty but does not contain a U+003A COLON character:
    // process the field using the whole line as the field name, and the empty string as value."
    int value = Math.min(colon + 1, to);
    if (value < to && text.charAt(value) == ' ') {
      // "If value starts with a U+0020 SPACE character, remove it from value."
      value++;
    }
    String content = text.substring(value, to);
    if (isNamed("data", text, from, colon)) {
      appendData(content);
    } else if (isNamed("event", text, from, colon)) {
      eventType = content;
    } else if (isNamed("id", text, from, colon)) {
      // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to
      // the field value. Otherwise, ignore the field."
      if (content.indexOf('\0') < 0) {
        lastEventId = content;
      }
    } else if (isNamed("retry", text, from, colon)) {
      retry(content);
    } else {
      // "Otherwise: The field is ignored."
      listener.onIgnored(text.substring(from, colon));
    }
  }

  private static boolean isNamed(String name, String text, int from, int to) {
    return to - from == name.length() && text.startsWith(name, from);
  }

  private void appendData(String value) {
    String first = firstLine;
    if (first == null) {
      checkLength(value.length());
      firstLine = value;
      firstDataLine = lines.lineNumber();
      return;
    }
    if (allLines.isEmpty()) {
      checkLength(first.length() + 1 + value.length());
      allLines.append(first);
    } else {
      checkLength(allLines.length() + 1 + value.length());
    }
    allLines.append('\n').append(value);
  }

  private void checkLength(int characters) {
    if (characters > MAX_EVENT_CHARACTERS) {
      throw new StreamFormatException(
          "line "
              + lines.lineNumber()
              + ": an event of more than "
              + MAX_EVENT_CHARACTERS
              + " characters (expected: at most "
              + MAX_EVENT_CHARACTERS
              + ")");
    }
  }

  /** "If the field value consists of only ASCII digits, then interpret it as base ten." */
  private void retry(String value) {
    if (value.isEmpty() || value.length() > 18) {
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return;
      }
    }
    listener.onRetry(Long.parseLong(value));
  }

  /** "If the data buffer is an empty string, set the event type buffer to empty and return." */
  private void dispatch() {
    String data = firstLine;
    if (data == null) {
      clearEvent();
      return;
    }
    if (!allLines.isEmpty()) {
      data = allLines.toString();
    }
    SseEvent event = new SseEvent(eventType.isEmpty() ? "message" : eventType, data, lastEventId);
    clearEvent();
    listener.onEvent(event);
  }

  private void clearEvent() {
    firstLine = null;
    eventType = "";
    if (!allLines.isEmpty()) {
      allLines = new StringBuilder();
    }
  }
}
