package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.FieldText;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where a message is written. {@link SendKeys} say which keys send it; a blank text is not sent,
 * nor one that is longer than a message can be. A slash at the beginning lists commands. While an
 * answer is under way, the stop button stands in the place of the send button, and beside it as
 * soon as something is written, which is then queued.
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

    /** The last message shall be edited; says whether there is one. */
    boolean editLast();

    /** Somebody begins to write a command. */
    void commandBegun();

    /** The commands that can be given now. */
    List<Command> commands();

    /** What was given is not taken, for a reason that this sentence says. */
    void refused(String sentence);
  }

  private final Messages messages;
  private final SendKeys keys;
  private final Actions actions;
  private final GrowingField grow;
  private final HTMLElement field;
  private final TextIntake intake;
  private final CommandList commands;
  private final HTMLElement send;
  private final HTMLElement stop;
  private final HTMLElement tools = El.of("div", "composer-tools").element();
  private final HTMLElement root;
  private boolean streaming;

  /** An empty composer. */
  public Composer(Messages messages, SendKeys keys, Actions actions) {
    this.messages = messages;
    this.keys = keys;
    this.actions = actions;
    grow =
        new GrowingField(
            El.of("textarea")
                .attr("name", "message")
                .attr("rows", "1")
                .attr("placeholder", messages.get(Text.ASK))
                .attr("aria-label", messages.get(Text.MESSAGE))
                .on("input", event -> written())
                .onKey(this::onKey));
    field = grow.field();
    intake = new TextIntake(messages, field, actions::refused);
    commands =
        new CommandList(messages, field, actions::commands, actions::commandBegun, this::give);
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
            .add(commands.element())
            .add(grow.element())
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
    shown("");
  }

  /** The composer. */
  public HTMLElement element() {
    return root;
  }

  /** What Enter does, in both ways that the reader can set; the style shows the one. */
  public El hint() {
    return El.of("p", "hint")
        .span("hint-sends", messages.get(Text.HINT))
        .span("hint-breaks", messages.get(Text.HINT_BREAKS));
  }

  /** Where further tools stand, left of the button. */
  public HTMLElement tools() {
    return tools;
  }

  /** Takes in the text of files that are dropped on an element. */
  public void takeFilesFrom(HTMLElement zone) {
    intake.takeFilesFrom(zone);
  }

  /** The text. */
  public String text() {
    return grow.text();
  }

  /** Replaces the text without telling anybody. */
  public void text(String text) {
    grow.text(text);
    shown(text);
  }

  /** Puts the cursor into the field. */
  public void focus() {
    Browser.focus(field);
  }

  /** Writes a text where the cursor is, as if it were typed; says so if it is too long. */
  public void insert(String text) {
    if (MessageLimit.fits(FieldText.with(field, text))) {
      FieldText.insert(field, text);
    } else {
      actions.refused(messages.get(Text.MESSAGE_TOO_LONG));
    }
  }

  /** Writes quoted lines behind what is written, and leaves the cursor below them. */
  public void quote(String text) {
    FieldText.cursorToEnd(field);
    String written = text();
    String before = written.isEmpty() || written.endsWith("\n\n") ? "" : "\n\n";
    insert(before + "> " + text.strip().replace("\n", "\n> ") + "\n\n");
  }

  /** The commands are others now. */
  public void commandsChanged() {
    commands.written(text());
  }

  /** Lists the commands. */
  public void listCommands() {
    if (text().isEmpty()) {
      insert("/");
    }
    focus();
  }

  /** Shows whether there is an answer to stop, and whether that was asked for. */
  public void streaming(boolean isStreaming, boolean stopping) {
    streaming = isStreaming;
    boolean hadFocus = Browser.closest(field, ".composer:focus-within") != null;
    showSend(text());
    stop.setHidden(!streaming);
    Browser.set(stop, "disabled", stopping);
    stop.setAttribute("title", messages.get(stopping ? Text.STOPPING : Text.STOP));
    if (hadFocus) {
      focus();
    }
  }

  private void onKey(KeyboardEvent event) {
    if (commands.takes(event)) {
      return;
    }
    if (keys.sends(event)) {
      event.preventDefault();
      send();
    } else if (event.getKey().equals("ArrowUp")
        && !event.isAltKey()
        && !SendKeys.isComposing(event)
        && text().isEmpty()
        && actions.editLast()) {
      event.preventDefault();
    }
  }

  /** Sends what is written, as the button does. */
  public void send() {
    String text = text();
    if (!MessageLimit.fits(text)) {
      actions.refused(messages.get(Text.MESSAGE_TOO_LONG));
    } else if (!text.strip().isEmpty() && actions.send(text)) {
      text("");
      actions.written("");
    }
    focus();
  }

  private void give(Command command) {
    text("");
    actions.written("");
    focus();
    command.action().run();
  }

  private void written() {
    String text = text();
    shown(text);
    commands.written(text);
    actions.written(text);
  }

  private void shown(String text) {
    grow.grown(text);
    Browser.set(send, "disabled", text.strip().isEmpty());
    showSend(text);
  }

  private void showSend(String text) {
    send.setHidden(streaming && text.strip().isEmpty());
    String label = messages.get(streaming ? Text.QUEUE_MESSAGE : Text.SEND);
    send.setAttribute("data-queues", streaming ? "true" : "false");
    send.setAttribute("title", label);
    send.setAttribute("aria-label", label);
  }
}
