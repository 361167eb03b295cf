package dev.potok.protocol;

/**
 * Cuts bytes into lines of text. Only whole lines are decoded, so a character that is cut between
 * two chunks needs no care: no byte of a multi-byte character looks like a line end.
 *
 * <p>All whole lines of a chunk are decoded at once, which costs far less than each by itself. Each
 * byte is looked at twice and, if its line is cut by a chunk's end, copied once. One thread.
 */
final class LineDecoder {

  /** The longest line, in bytes. */
  static final int MAX_LINE_BYTES = 8 << 20;

  /**
   * How much is decoded at once, in bytes. A line that is longer is put together first, so that its
   * length is counted in bytes however it comes.
   */
  private static final int MAX_AT_ONCE = 8 << 10;

  private static final int FIRST_CAPACITY = 256;

  /** Takes a line without its end. */
  interface Sink {

    /** The line is what stands in the text from the first index to before the second. */
    void line(String text, int from, int to);
  }

  private final boolean carriageReturnEnds;
  private final Sink sink;

  /** The beginning of a line whose end has not come. */
  private byte[] pending = new byte[FIRST_CAPACITY];

  private int pendingLength;
  private boolean afterCarriageReturn;

  /**
   * How many lines were handed on whole. Only errors show it, so it may stand still at its largest
   * value; in the page, a long would cost more than all the rest of a line.
   */
  private int lines;

  /**
   * A decoder at the start of a line.
   *
   * @param linesBefore how many lines of the stream came before, for the numbers in errors
   * @param carriageReturnEnds whether CR and CRLF end a line as LF does; else only LF does, and a
   *     CR before it is not part of the line
   */
  LineDecoder(int linesBefore, boolean carriageReturnEnds, Sink sink) {
    this.lines = linesBefore;
    this.carriageReturnEnds = carriageReturnEnds;
    this.sink = sink;
  }

  /** The number of the line that is being read or handed on, from 1. */
  int lineNumber() {
    return lines + 1;
  }

  void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int start = offset; start < end; start += MAX_AT_ONCE) {
      feedPart(bytes, start, Math.min(start + MAX_AT_ONCE, end));
    }
  }

  private void feedPart(byte[] bytes, int from, int end) {
    int start = from;
    if (afterCarriageReturn) {
      afterCarriageReturn = false;
      if (bytes[start] == '\n') {
        start++;
      }
    }
    if (pendingLength > 0) {
      int lineEnd = firstLineEnd(bytes, start, end);
      keep(bytes, start, lineEnd - start);
      if (lineEnd == end) {
        return;
      }
      emitPending();
      start = afterLineEnd(bytes, lineEnd, end);
    }
    int whole = afterLastLineEnd(bytes, start, end);
    if (whole > start) {
      afterCarriageReturn = whole == end && carriageReturnEnds && bytes[end - 1] == '\r';
      emitLines(Utf8.text(bytes, start, whole - start));
    }
    keep(bytes, whole, end - whole);
  }

  /** Takes what follows the last line end for a line, and is at the start of a line again. */
  void end() {
    if (pendingLength > 0) {
      emitPending();
    }
  }

  private int firstLineEnd(byte[] bytes, int from, int end) {
    int feed = ByteSearch.indexOf(bytes, '\n', from, end);
    int lineEnd = feed < 0 ? end : feed;
    int carriageReturn = carriageReturnEnds ? ByteSearch.indexOf(bytes, '\r', from, lineEnd) : -1;
    return carriageReturn < 0 ? lineEnd : carriageReturn;
  }

  private int afterLastLineEnd(byte[] bytes, int from, int end) {
    int feed = ByteSearch.lastIndexOf(bytes, '\n', from, end);
    int after = feed < 0 ? from : feed + 1;
    int carriageReturn = carriageReturnEnds ? ByteSearch.lastIndexOf(bytes, '\r', after, end) : -1;
    return carriageReturn < 0 ? after : carriageReturn + 1;
  }

  /** Where the next line begins, which is behind CRLF as behind CR or LF. */
  private int afterLineEnd(byte[] bytes, int lineEnd, int end) {
    int next = lineEnd + 1;
    if (bytes[lineEnd] == '\r') {
      if (next == end) {
        afterCarriageReturn = true;
      } else if (bytes[next] == '\n') {
        next++;
      }
    }
    return next;
  }

  /** Hands on each line of a text that ends with a line end. */
  private void emitLines(String text) {
    // The next of each kind is looked for once, so all of them together take one way through.
    int feed = TextSearch.indexOf(text, "\n", 0);
    int carriageReturn = carriageReturnEnds ? TextSearch.indexOf(text, "\r", 0) : -1;
    int start = 0;
    while (start < text.length()) {
      if (carriageReturn < 0 || (feed >= 0 && feed < carriageReturn)) {
        emit(text, start, feed);
        start = feed + 1;
        feed = TextSearch.indexOf(text, "\n", start);
        continue;
      }
      emit(text, start, carriageReturn);
      start = carriageReturn + 1;
      if (feed == start) {
        start++;
        feed = TextSearch.indexOf(text, "\n", start);
      }
      carriageReturn = TextSearch.indexOf(text, "\r", start);
    }
  }

  private void emitPending() {
    String line = Utf8.text(pending, 0, pendingLength);
    pendingLength = 0;
    if (pending.length > MAX_LINE_BYTES / 4) {
      pending = new byte[FIRST_CAPACITY];
    }
    emit(line, 0, line.length());
  }

  private void emit(String text, int from, int to) {
    boolean dropsReturn = !carriageReturnEnds && to > from && text.charAt(to - 1) == '\r';
    sink.line(text, from, dropsReturn ? to - 1 : to);
    if (lines < Integer.MAX_VALUE - 1) {
      lines++;
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (length > MAX_LINE_BYTES - pendingLength) {
      throw new StreamFormatException(
          "line "
              + lineNumber()
              + ": a line of more than "
              + MAX_LINE_BYTES
              + " bytes (expected: at most "
              + MAX_LINE_BYTES
              + ")");
    }
    int needed = pendingLength + length;
    if (needed > pending.length) {
      byte[] longer = new byte[Math.max(needed, pending.length * 2)];
      System.arraycopy(pending, 0, longer, 0, pendingLength);
      pending = longer;
    }
    System.arraycopy(bytes, offset, pending, pendingLength, length);
    pendingLength = needed;
  }
}
