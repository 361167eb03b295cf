package dev.potok.chat;

import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.end;
import static dev.potok.chat.OpenChat.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerEventEncoder;
import org.junit.jupiter.api.Test;

/** Where a transport reads answers apart, no call that asks for one stays open. */
class ChatSessionReadApartTest {
  private final OpenChat chat = OpenChat.with();

  @Test
  void theCallIsGivenUpAtTheStartAndTheAnswerReadFromThere() {
    chat.transport.readsApart = true;
    chat.session.sendMessage("hello");
    ScriptedTransport.Stream send = chat.transport.stream();
    send.open().event(1, start("hello", ""));

    assertThat(send.cancelled).isTrue();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "read 12 after 1");
    assertThat(chat.session.state().reconnecting()).isFalse();
    chat.transport.stream().open().event(2, delta("Hi")).event(3, end("Hi"));
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi");
    chat.assertIdle();
  }

  @Test
  void whatComesBehindTheStartIsReadApart() {
    chat.transport.readsApart = true;
    chat.session.sendMessage("hello");
    ScriptedTransport.Stream send = chat.transport.stream();
    send.open().event(1, start("hello", "")).event(2, delta("Hi")).event(3, end("Hi"));

    assertThat(chat.session.isStreaming()).isTrue();
    chat.transport.stream().open().event(2, delta("Hi")).event(3, end("Hi"));
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi");
  }

  @Test
  void aStopThatWasWantedBeforeTheStartIsAskedForOnce() {
    chat.transport.readsApart = true;
    chat.session.sendMessage("hello");
    chat.session.stop();
    chat.transport.stream().open().event(1, start("hello", ""));

    assertThat(chat.transport.made())
        .containsExactly("send send-1 hello", "stop 12", "read 12 after 1");
  }

  @Test
  void aReadingThatIsMadeAgainByItsTransportSaysSoAndGoesOn() {
    chat.transport.readsApart = true;
    chat.session.sendMessage("hello");
    chat.transport.stream().open().event(1, start("hello", ""));
    ScriptedTransport.Stream reading = chat.transport.stream();
    reading.open().bytes(AnswerEventEncoder.jsonLinesPing());
    reading.bytes(AnswerEventEncoder.jsonLine(2, delta("Hi")));

    reading.reconnecting();
    assertThat(chat.session.state().reconnecting()).isTrue();
    reading.open();
    assertThat(chat.session.state().reconnecting()).isFalse();
    reading.bytes(AnswerEventEncoder.jsonLine(3, end("Hi")));
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi");
    chat.assertIdle();
  }

  @Test
  void otherwiseTheCallIsReadToItsEnd() {
    chat.session.sendMessage("hello");
    ScriptedTransport.Stream send = chat.transport.stream();
    send.open().event(1, start("hello", "")).event(2, delta("Hi"));

    assertThat(send.cancelled).isFalse();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
  }
}
