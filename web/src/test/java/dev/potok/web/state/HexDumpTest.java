package dev.potok.web.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HexDumpTest {

  @Test
  void aLineShowsOffsetBytesAndAscii() {
    assertThat(HexDump.hex("id: 1\nпро\r\n".getBytes(UTF_8), 100))
        .isEqualTo("0000  69 64 3a 20 31 0a d0 bf  d1 80 d0 be 0d 0a        id: 1·········");
  }

  @Test
  void longBytesTakeSeveralLinesAndStopAtTheLimit() {
    String dump = HexDump.hex(new byte[300], 40);
    assertThat(dump.lines()).hasSize(3);
    assertThat(dump.lines().toList().get(2)).startsWith("0020  00 00");
    assertThat(HexDump.hex(new byte[0], 40)).isEmpty();
  }

  @Test
  void controlCharactersAreWrittenAsEscapes() {
    assertThat(HexDump.escaped("a\nb\r\t\u0000\u007fя", 100))
        .isEqualTo("a\\n\nb\\r\\t\\u0000\\u007fя");
    assertThat(HexDump.escaped("abcdef", 3)).isEqualTo("abc");
  }
}
