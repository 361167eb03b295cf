package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where a message is written. Enter sends, Shift and Enter break the line; a blank text is not
 * sent. While an answer is under way, the stop button stands in the place of the send button, and
 * beside it as soon as something is written, which is then queued.
 */
public final class Composer {

  /** What the reader asks for. */
  public interface Actions {
    /** The text shall be sent; says whether it was taken, so that the composer is emptied. */
    boolean send(String text);

    /** The answer shall stop. */
    void stop();

    /** The text has changed. */
    void written(String text);
  }

  private final Messages messages;
  private final Actions actions;
  private final HTMLElement field;
  private final HTMLElement grow;
  private final HTMLElement send;
  private final HTMLElement stop;
  private final HTMLElement tools = El.of("div", "composer-tools").element();
  private final HTMLElement root;
  private boolean streaming;

  /** An empty composer. */
  public Composer(Messages messages, Actions actions) {
    this.messages = messages;
    this.actions = actions;
    field =
        El.of("textarea")
            .attr("name", "message")
            .attr("rows", "1")
            .attr("placeholder", messages.get(Text.ASK))
            .attr("aria-label", messages.get(Text.MESSAGE))
            .attr("enterkeyhint", "send")
            .on("input", event -> written())
            .onKey(this::onKey)
            .element();
    grow = El.of("div", "grow").add(field).element();
    send =
        El.button("send")
            .cls("go")
            .label(messages.get(Text.SEND))
            .add(Icon.SEND.element())
            .onClick(this::send)
            .element();
    stop =
        El.button("stop")
            .cls("go")
            .label(messages.get(Text.STOP))
            .add(Icon.STOP.element())
            .onClick(actions::stop)
            .element();
    root =
        El.of("div", "composer")
            .add(grow)
            .add(El.of("div", "composer-row").add(tools).add(send).add(stop))
            .on(
                "click",
                event -> {
                  // The whole frame looks like the field, so all of it leads there.
                  if (Browser.closest(event.getTarget(), "button, textarea, a") == null) {
                    field.focus();
                  }
                })
            .element();
    streaming(false, false);
    written("");
  }

  /** The composer. */
  public HTMLElement element() {
    return root;
  }

  /** Where further tools stand, left of the button. */
  public HTMLElement tools() {
    return tools;
  }

  /** The text. */
  public String text() {
    return Browser.value(field);
  }

  /** Replaces the text without telling anybody. */
  public void text(String text) {
    Browser.value(field, text);
    written(text);
  }

  /** Puts the cursor into the field. */
  public void focus() {
    Browser.focus(field);
  }

  /** Shows whether there is an answer to stop, and whether that was asked for. */
  public void streaming(boolean isStreaming, boolean stopping) {
    streaming = isStreaming;
    boolean hadFocus = Browser.closest(field, ".composer:focus-within") != null;
    showSend();
    stop.setHidden(!streaming);
    Browser.set(stop, "disabled", stopping);
    stop.setAttribute("title", messages.get(stopping ? Text.STOPPING : Text.STOP));
    if (hadFocus) {
      focus();
    }
  }

  private void onKey(KeyboardEvent event) {
    // 229 is what some browsers report for the Enter that ends a composition.
    boolean composing = event.isComposing() || event.getKeyCode() == 229;
    if (event.getKey().equals("Enter") && !event.isShiftKey() && !composing) {
      event.preventDefault();
      send();
    }
  }

  /** Sends what is written, as the button does. */
  public void send() {
    String text = text();
    if (!text.strip().isEmpty() && actions.send(text)) {
      text("");
      actions.written("");
    }
    focus();
  }

  private void written() {
    written(text());
    actions.written(text());
  }

  private void written(String text) {
    grow.setAttribute("data-text", text);
    Browser.set(send, "disabled", text.strip().isEmpty());
    showSend();
  }

  private void showSend() {
    send.setHidden(streaming && text().strip().isEmpty());
    String label = messages.get(streaming ? Text.QUEUE_MESSAGE : Text.SEND);
    send.setAttribute("data-queues", streaming ? "true" : "false");
    send.setAttribute("title", label);
    send.setAttribute("aria-label", label);
  }
}
