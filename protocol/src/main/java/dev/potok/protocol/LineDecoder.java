package dev.potok.protocol;

import java.util.Arrays;

/**
 * Cuts bytes into lines. A line is handed on when it is whole, so a character that is cut between
 * two chunks needs no care: no byte of a multi-byte character looks like a line end.
 *
 * <p>Each byte is looked at once and, if its line is cut by a chunk's end, copied once. One thread.
 */
final class LineDecoder {

  /** The longest line, in bytes. */
  static final int MAX_LINE_BYTES = 8 << 20;

  private static final int FIRST_CAPACITY = 256;

  /** Takes a line without its end: bytes that are the decoder's own again after the call. */
  interface Sink {
    void line(byte[] bytes, int offset, int length);
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
    int start = offset;
    if (afterCarriageReturn && length > 0) {
      afterCarriageReturn = false;
      if (bytes[start] == '\n') {
        start++;
      }
    }
    for (int i = lineEnd(bytes, start, end); i < end; i = lineEnd(bytes, start, end)) {
      emit(bytes, start, i - start);
      start = i + 1;
      if (bytes[i] == '\r') {
        if (start == end) {
          afterCarriageReturn = true;
        } else if (bytes[start] == '\n') {
          start++;
        }
      }
    }
    keep(bytes, start, end - start);
  }

  /** Where the next line end is, or the end. */
  private int lineEnd(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b <= '\r' && (b == '\n' || (b == '\r' && carriageReturnEnds))) {
        return i;
      }
    }
    return end;
  }

  /** Takes what follows the last line end for a line, and is at the start of a line again. */
  void end() {
    if (pendingLength > 0) {
      emit(pending, 0, 0);
    }
  }

  private void emit(byte[] bytes, int offset, int length) {
    if (pendingLength == 0) {
      checkLength(length);
      handOn(bytes, offset, length);
    } else {
      keep(bytes, offset, length);
      int whole = pendingLength;
      pendingLength = 0;
      handOn(pending, 0, whole);
      if (pending.length > MAX_LINE_BYTES / 4) {
        pending = new byte[FIRST_CAPACITY];
      }
    }
    if (lines < Integer.MAX_VALUE - 1) {
      lines++;
    }
  }

  private void handOn(byte[] bytes, int offset, int length) {
    boolean dropsReturn = !carriageReturnEnds && length > 0 && bytes[offset + length - 1] == '\r';
    sink.line(bytes, offset, dropsReturn ? length - 1 : length);
  }

  private void keep(byte[] bytes, int offset, int length) {
    checkLength(length);
    int needed = pendingLength + length;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, pending.length * 2));
    }
    System.arraycopy(bytes, offset, pending, pendingLength, length);
    pendingLength = needed;
  }

  private void checkLength(int more) {
    if (more > MAX_LINE_BYTES - pendingLength) {
      throw new StreamFormatException(
          "line "
              + lineNumber()
              + ": more than "
              + MAX_LINE_BYTES
              + " bytes without a line end (expected: at most "
              + MAX_LINE_BYTES
              + ")");
    }
  }
}
