package dev.potok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void aFreePortIsNoneThatASystemGivesToAConnectionAndCanBeListenedOn() throws Exception {
    for (int i = 0; i < 100; i++) {
      int port = Ports.free();
      assertThat(port).isBetween(Ports.FIRST, Ports.LAST).isLessThan(32_768);
      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(server.getLocalPort()).isEqualTo(port);
      }
    }
  }

  @Test
  void aPortIsReadFromArguments() {
    assertThat(Ports.from(new String[] {}, 8080)).isEqualTo(8080);
    assertThat(Ports.from(new String[] {"--port", "81"}, 8080)).isEqualTo(81);
    assertThatThrownBy(() -> Ports.from(new String[] {"--port", "x"}, 8080))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("arguments: --port x (expected: --port and a number)");
  }
}
