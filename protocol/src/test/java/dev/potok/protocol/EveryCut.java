package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads the same bytes whole, cut in two at every byte, and byte by byte. */
final class EveryCut {

  private EveryCut() {}

  /** Asserts that the reader, given the chunks in order, finds the same however they are cut. */
  static <T> void assertGives(String stream, T expected, Function<List<byte[]>, T> reader) {
    assertGives(stream.getBytes(UTF_8), expected, reader);
  }

  static <T> void assertGives(byte[] bytes, T expected, Function<List<byte[]>, T> reader) {
    assertThat(reader.apply(List.of(bytes))).as("whole").isEqualTo(expected);
    for (int i = 0; i <= bytes.length; i++) {
      List<byte[]> chunks =
          List.of(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length));
      assertThat(reader.apply(chunks)).as("cut at byte %d", i).isEqualTo(expected);
    }
    List<byte[]> single = new ArrayList<>();
    for (byte b : bytes) {
      single.add(new byte[] {b});
    }
    assertThat(reader.apply(single)).as("byte by byte").isEqualTo(expected);
  }
}
