package dev.potok.teavm;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;

/** Finds a byte by the browser's own search. */
public final class ByteSearch {

  private ByteSearch() {}

  /** Where the byte is first, from one index on and before another; -1 if nowhere. */
  public static int indexOf(byte[] bytes, char value, int from, int end) {
    return first(bytes, value, from, end);
  }

  /** Where the byte is last, from one index on and before another; -1 if nowhere. */
  public static int lastIndexOf(byte[] bytes, char value, int from, int end) {
    return last(bytes, value, from, end);
  }

  @JSBody(
      params = {"bytes", "value", "from", "end"},
      script =
          "const at = bytes.subarray(from, end).indexOf(value); return at < 0 ? at : at + from;")
  private static native int first(@JSByRef byte[] bytes, int value, int from, int end);

  @JSBody(
      params = {"bytes", "value", "from", "end"},
      script =
          "const at = bytes.subarray(from, end).lastIndexOf(value);"
              + " return at < 0 ? at : at + from;")
  private static native int last(@JSByRef byte[] bytes, int value, int from, int end);
}
