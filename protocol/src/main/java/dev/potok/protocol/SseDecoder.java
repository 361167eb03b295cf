package dev.potok.protocol;

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

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final SseListener listener;
  private final LineDecoder lines;

  /** How many bytes of a byte order mark have come; past its length once the text has begun. */
  private int markMatched;

  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private long firstDataLine;
  private String eventType = "";
  private String lastEventId = "";

  /** A decoder at the start of a stream. */
  public SseDecoder(SseListener listener) {
    this(0, listener);
  }

  /** A decoder for what follows the given count of blank lines. */
  SseDecoder(long linesBefore, SseListener listener) {
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

  private void line(String line) {
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    if (colon == 0) {
      listener.onComment(line.substring(1));
    } else if (colon < 0) {
      // "Otherwise, the string is not empty but does not contain a U+003A COLON character:
      // process the field using the whole line as the field name, and the empty string as value."
      field(line, "");
    } else {
      // "If value starts with a U+0020 SPACE character, remove it from value."
      int value =
          colon + 1 < line.length() && line.charAt(colon + 1) == ' ' ? colon + 2 : colon + 1;
      field(line.substring(0, colon), line.substring(value));
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> eventType = value;
      case "data" -> appendData(value);
      case "id" -> {
        // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to
        // the field value. Otherwise, ignore the field."
        if (value.indexOf('\0') < 0) {
          lastEventId = value;
        }
      }
      case "retry" -> retry(value);
      default -> {
        // "Otherwise: The field is ignored."
        listener.onIgnored(name);
      }
    }
  }

  private void appendData(String value) {
    int lineFeed = hasData ? 1 : 0;
    if (data.length() + lineFeed + value.length() > MAX_EVENT_CHARACTERS) {
      throw new StreamFormatException(
          "line "
              + lines.lineNumber()
              + ": an event of more than "
              + MAX_EVENT_CHARACTERS
              + " characters (expected: at most "
              + MAX_EVENT_CHARACTERS
              + ")");
    }
    if (hasData) {
      data.append('\n');
    } else {
      firstDataLine = lines.lineNumber();
    }
    data.append(value);
    hasData = true;
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
    if (!hasData) {
      clearEvent();
      return;
    }
    SseEvent event =
        new SseEvent(eventType.isEmpty() ? "message" : eventType, data.toString(), lastEventId);
    clearEvent();
    listener.onEvent(event);
  }

  private void clearEvent() {
    data.setLength(0);
    hasData = false;
    eventType = "";
  }
}
