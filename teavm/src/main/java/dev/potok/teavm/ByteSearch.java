package dev.potok.teavm;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Finds a byte by the browser's own search. */
public final class ByteSearch {

  private ByteSearch() {}

  /** Where the byte is first, from one index on and before another; -1 if nowhere. */
  public static int indexOf(byte[] bytes, char value, int from, int end) {
    int at = first(part(bytes, from, end), value);
    return at < 0 ? at : at + from;
  }

  /** Where the byte is last, from one index on and before another; -1 if nowhere. */
  public static int lastIndexOf(byte[] bytes, char value, int from, int end) {
    int at = last(part(bytes, from, end), value);
    return at < 0 ? at : at + from;
  }

  // Most chunks are searched whole, and a view of one costs as much as the search of a short one.
  @JSBody(
      params = {"bytes", "from", "end"},
      script = "return from || end < bytes.length ? bytes.subarray(from, end) : bytes;")
  private static native JSObject part(@JSByRef byte[] bytes, int from, int end);

  @JSBody(
      params = {"part", "value"},
      script = "return part.indexOf(value);")
  private static native int first(JSObject part, int value);

  @JSBody(
      params = {"part", "value"},
      script = "return part.lastIndexOf(value);")
  private static native int last(JSObject part, int value);
}
