package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes at all for the decoders of both framings: they find what the plain rules find, however
 * the bytes are cut. The tests run what stands in {@code DecodersFuzzInputs}.
 */
class DecodersFuzz {

  @FuzzTest
  @DictionaryEntries({
    "data",
    "event",
    "id",
    "retry",
    ": ",
    "\\x0A\\x0A",
    "\\x0D\\x0A",
    "\\x0D",
    "\\xEF\\xBB\\xBF",
    "\\x00"
  })
  void serverSentEvents(byte[] stream) {
    List<String> whole = events(List.of(stream));

    assertThat(whole).isEqualTo(PlainSseReader.events(stream));
    for (int size : Chunks.SIZES) {
      assertThat(events(Chunks.of(stream, size))).isEqualTo(whole);
    }
  }

  @FuzzTest
  void jsonLines(byte[] stream) {
    List<String> whole = lines(List.of(stream));

    assertThat(whole).isEqualTo(PlainSseReader.nonBlankLines(stream));
    for (int size : Chunks.SIZES) {
      assertThat(lines(Chunks.of(stream, size))).isEqualTo(whole);
    }
  }

  private static List<String> events(List<byte[]> chunks) {
    List<String> found = new ArrayList<>();
    SseDecoder decoder =
        new SseDecoder(
            new SseListener() {
              @Override
              public void onEvent(SseEvent event) {
                found.add(event.toString());
              }

              @Override
              public void onRetry(long millis) {
                found.add("retry " + millis);
              }
            });
    chunks.forEach(chunk -> decoder.feed(chunk, 0, chunk.length));
    decoder.end();
    return found;
  }

  private static List<String> lines(List<byte[]> chunks) {
    List<String> found = new ArrayList<>();
    JsonLinesDecoder decoder = new JsonLinesDecoder(found::add);
    chunks.forEach(chunk -> decoder.feed(chunk, 0, chunk.length));
    decoder.end();
    return found;
  }
}
