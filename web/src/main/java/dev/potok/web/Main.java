package dev.potok.web;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.teavm.jso.browser.Window;

/** Begins the page. */
public final class Main {
  private Main() {}

  /** Shows the page. */
  public static void main(String[] args) {
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageDelta(MessageDelta delta) {
                show(delta);
              }

              @Override
              public void onError(AnswerError error) {
                show(error);
              }
            });
    handler.feed(
        "id: 1\nevent: message_delta\ndata: {\"delta\":\"**при** &copy; вет\"}\n\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    handler.end();
  }

  static void show(AnswerEvent event) {
    String text =
        switch (event) {
          case MessageStart start -> start.toString();
          case MessageDelta(MessageDelta.Kind kind, String delta)
              when kind == MessageDelta.Kind.TEXT ->
              HtmlRenderer.builder().build().render(Parser.builder().build().parse(delta));
          case MessageDelta delta -> delta.text();
          case MessageEnd end -> end.toString();
          case AnswerError error -> error.toString();
        };
    Window.current()
        .getDocument()
        .getBody()
        .appendChild(Window.current().getDocument().createTextNode(text));
  }
}
