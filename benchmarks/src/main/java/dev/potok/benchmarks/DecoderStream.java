package dev.potok.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A stream of OpenAI's chat completions to decode: 64 chunks that differ, over and over. */
final class DecoderStream {
  private static final String[] WORDS = {
    " the",
    " stream",
    " of",
    " an",
    " answer",
    " поток",
    " 流れ",
    " 😀",
    "\\n",
    " **bold**",
    " café",
    "."
  };
  private static final int CHUNKS = 64;

  private DecoderStream() {}

  /** A stream of at least so many bytes, without its end. */
  static byte[] ofBytes(int size) {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < CHUNKS; i++) {
      chunks
          .append("data: {\"id\":\"chatcmpl-jWBdBWLM86W5MgfiqdGY6uNXJ0AvaTf8\",")
          .append("\"object\":\"chat.completion.chunk\",\"created\":1795354881,\"model\":\"tiny\",")
          .append("\"system_fingerprint\":\"b1-de3ff81\",\"choices\":[{\"index\":0,\"delta\":")
          .append("{\"content\":\"")
          .append(WORDS[i % WORDS.length])
          .append("\"},\"finish_reason\":null}]}\n\n");
    }
    byte[] once = chunks.toString().getBytes(UTF_8);
    int times = (size + once.length - 1) / once.length;
    byte[] stream = new byte[times * once.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(once, 0, stream, i * once.length, once.length);
    }
    return stream;
  }
}
