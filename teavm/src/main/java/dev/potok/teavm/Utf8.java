package dev.potok.teavm;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Decodes and encodes UTF-8 by the browser's own means. */
public final class Utf8 {
  private static final JSObject DECODER = newDecoder();
  private static final JSObject ENCODER = newEncoder();

  private Utf8() {}

  /** The text of some bytes; what is not well-formed becomes U+FFFD. */
  public static String text(byte[] bytes, int offset, int length) {
    return decode(DECODER, bytes, offset, offset + length);
  }

  /** The bytes of a text. */
  public static byte[] bytes(String text) {
    return encode(ENCODER, text);
  }

  // A byte order mark is the SSE decoder's to pass over, and elsewhere it is text.
  @JSBody(script = "return new TextDecoder('utf-8', {ignoreBOM: true});")
  private static native JSObject newDecoder();

  @JSBody(
      params = {"decoder", "bytes", "from", "to"},
      script = "return decoder.decode(bytes.subarray(from, to));")
  private static native String decode(JSObject decoder, @JSByRef byte[] bytes, int from, int to);

  @JSBody(script = "return new TextEncoder();")
  private static native JSObject newEncoder();

  @JSByRef
  @JSBody(
      params = {"encoder", "text"},
      script = "return new Int8Array(encoder.encode(text).buffer);")
  private static native byte[] encode(JSObject encoder, String text);
}
