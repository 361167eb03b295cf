package dev.potok.teavm;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Decodes UTF-8 by the browser's own decoder. */
public final class Utf8 {
  private static final JSObject DECODER = newDecoder();

  private Utf8() {}

  /** The text of some bytes; what is not well-formed becomes U+FFFD. */
  public static String text(byte[] bytes, int offset, int length) {
    return decode(DECODER, bytes, offset, offset + length);
  }

  // A byte order mark is the SSE decoder's to pass over, and elsewhere it is text.
  @JSBody(script = "return new TextDecoder('utf-8', {ignoreBOM: true});")
  private static native JSObject newDecoder();

  @JSBody(
      params = {"decoder", "bytes", "from", "to"},
      script = "return decoder.decode(bytes.subarray(from, to));")
  private static native String decode(JSObject decoder, @JSByRef byte[] bytes, int from, int to);
}
