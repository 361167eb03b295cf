package dev.potok.benchmarks.browser;

import dev.potok.protocol.SseDecoder;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Int8Array;

/** Gives the page a function that decodes chunks of bytes, as they come from a fetch. */
public final class DecoderPage {
  private DecoderPage() {}

  /** Decodes a stream. */
  @JSFunctor
  private interface Decode extends JSObject {
    /** How many characters of data the chunks hold. */
    int decode(JSArrayReader<Int8Array> chunks);
  }

  /** Puts the function in its place. */
  public static void main(String[] arguments) {
    publish(DecoderPage::decode);
  }

  private static int decode(JSArrayReader<Int8Array> chunks) {
    int[] characters = new int[1];
    SseDecoder decoder = new SseDecoder(event -> characters[0] += event.data().length());
    for (int i = 0; i < chunks.getLength(); i++) {
      byte[] bytes = chunks.get(i).copyToJavaArray();
      decoder.feed(bytes, 0, bytes.length);
    }
    return characters[0];
  }

  @JSBody(params = "decode", script = "window.potokDecode = decode;")
  private static native void publish(Decode decode);
}
