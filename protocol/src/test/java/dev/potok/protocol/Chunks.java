package dev.potok.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stream cut into chunks of one size. */
final class Chunks {

  /** Sizes in bytes that cut characters, line ends and events in all their places. */
  static final List<Integer> SIZES = List.of(1, 2, 3, 7);

  private Chunks() {}

  static List<byte[]> of(byte[] stream, int size) {
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < stream.length; i += size) {
      chunks.add(Arrays.copyOfRange(stream, i, Math.min(stream.length, i + size)));
    }
    return chunks;
  }
}
