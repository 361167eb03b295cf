package dev.potok.web.components;

import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.Problem;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Resources.TakenIn;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** Where the reader chooses a file with chats, and is told what was taken from it. */
public final class ImportBox {
  private final Messages messages;
  private final Resources resources;
  private final Replies replies;
  private final HTMLElement input;
  private final HTMLElement report = El.of("div", "report").attr("role", "status").element();

  /** A box that sends the file at once. */
  public ImportBox(Messages messages, Resources resources, Replies replies) {
    this.messages = messages;
    this.resources = resources;
    this.replies = replies;
    input =
        El.of("input", "visually-hidden")
            .attr("type", "file")
            .attr("name", "import")
            .attr("accept", ".json,application/json")
            .on("change", event -> send())
            .element();
  }

  /** The box. */
  public El element() {
    return El.of("fieldset", "choices import")
        .add(El.of("legend").text(messages.get(Text.IMPORT)))
        .add(El.of("p", "field-hint").text(messages.get(Text.IMPORT_HINT)))
        .add(
            El.of("label", "choose-file quiet").add(input).span("", messages.get(Text.CHOOSE_FILE)))
        .add(report);
  }

  private void send() {
    JSObject file = Browser.file(input);
    if (file == null) {
      return;
    }
    say(messages.get(Text.IMPORTING));
    Browser.set(input, "disabled", true);
    resources.takeIn(
        file,
        new Reply<>() {
          @Override
          public void succeeded(TakenIn taken) {
            show(taken);
          }

          @Override
          public void refused(Problem problem) {
            say(replies.sentence(problem));
          }

          @Override
          public void networkFailed(String reason) {
            say(replies.networkSentence());
          }
        });
  }

  private void say(String sentence) {
    Browser.set(input, "disabled", false);
    // The same file can be chosen again.
    Browser.value(input, "");
    Browser.clear(report);
    report.removeAttribute("tabindex");
    report.appendChild(El.of("p").text(sentence).element());
  }

  private void show(TakenIn taken) {
    say(messages.count(Text.IMPORTED, taken.chats()));
    El list = El.of("ul");
    add(list, Text.LEFT_OUT_ATTACHMENTS, taken.leftOut("attachments"));
    add(list, Text.LEFT_OUT_TOOL_MESSAGES, taken.leftOut("tool_messages"));
    add(list, Text.LEFT_OUT_RINGS, taken.leftOut("rings"));
    for (String sentence : taken.skipped()) {
      list.add(El.of("li").text(sentence));
    }
    add(list, Text.NOT_IMPORTED, taken.more());
    report.appendChild(list.element());
    // It may be longer than its place, and then the keyboard has to reach it.
    report.setAttribute("tabindex", "0");
  }

  private void add(El list, Text sentence, long count) {
    if (count > 0) {
      list.add(El.of("li").text(messages.count(sentence, count)));
    }
  }
}
