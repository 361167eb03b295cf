package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final FaultProxy proxy = FaultProxy.start(server.port());
  private final ModelClient client = new ModelClient(URI.create(proxy.baseUrl() + "/v1"));

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void passesWholeAnswersAndCountsConnections() throws Exception {
    server.script(Script.numbered(3));

    assertThat(client.ask("m", "?").text()).isEqualTo("t1 t2 t3");
    assertThat(client.ask("m", "?").end()).isPresent();
    assertThat(proxy.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void slicesLoseNothing() throws Exception {
    server.script(Script.text("é", "漢", "😀"));
    proxy.slice(1);

    assertThat(client.ask("m", "?").text()).isEqualTo("é漢😀");
  }

  @Test
  void cutAllReachesBothSides() throws Exception {
    server.script(Script.numbered(3).held());
    try (InputStream in = client.open("m", "?", true).body()) {
      assertThat(in.read()).isEqualTo('d');
      proxy.cutAll();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(server.awaitCompletion(1, SOON).awaitClosedByClient(SOON)).isTrue();
  }

  @Test
  void cutAfterBytesLeavesTheAnswerUnfinished() throws Exception {
    server.script(Script.numbered(100));
    for (Cut cut : Cut.values()) {
      proxy.cutAfter(2000, cut);
      assertThat(client.ask("m", "?").end()).isEmpty();
    }
  }

  @Test
  void stalledAnswerGoesOnWhenPassed() throws Exception {
    server.script(Script.numbered(3).held());
    try (InputStream in = client.open("m", "?", true).body()) {
      assertThat(in.read()).isEqualTo('d');
      proxy.stall();
      server.releaseTokens(3);
      assertThat(server.awaitCompletion(1, SOON).awaitEnd(SOON)).isPresent();
      assertThat(in.available()).isLessThan(300);

      proxy.pass();
      assertThat(new String(in.readAllBytes(), UTF_8)).endsWith("[DONE]\n\n");
    }
  }

  @Test
  void refusesNewConnectionsUntilItPasses() throws Exception {
    server.script(Script.numbered(3));
    proxy.refuse();
    assertThatThrownBy(() -> client.open("m", "?", true)).isInstanceOf(IOException.class);

    proxy.pass();
    assertThat(client.ask("m", "?").text()).isEqualTo("t1 t2 t3");
  }
}
