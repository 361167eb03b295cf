package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.state.MessageQueues.Queued;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/** The messages that are to be sent after the running answer, each to be edited or removed. */
public final class QueueView {

  /** What the reader asks for. */
  public interface Actions {

    /** The queue that waits shall go on. */
    void goOn();

    /** The message is about to be edited. */
    void hold(Queued message);

    /** What was made of the message and not saved; empty if nothing. */
    String draft(Queued message);

    /** This is being made of the message. */
    void keepDraft(Queued message, String text);

    /** The message has this text now; it may be the same. */
    void edit(Queued message, String text);

    /** The message was being edited when it was sent or removed; its text is this. */
    void keep(Queued message, String text);

    /** The message shall not be sent. */
    void remove(Queued message);
  }

  private record Shown(List<Queued> queue, boolean waits) {}

  private final Messages messages;
  private final SendKeys keys;
  private final Actions actions;
  private final HTMLElement root;

  /** What is drawn; null if something else has to be. */
  private @Nullable Shown shown;

  /** The message that is being edited here. */
  private Optional<Queued> edited = Optional.empty();

  /** A queue of nothing, which is not seen. */
  public QueueView(Messages messages, SendKeys keys, Actions actions) {
    this.messages = messages;
    this.keys = keys;
    this.actions = actions;
    root = El.of("section", "queue").attr("aria-label", messages.get(Text.QUEUE)).element();
    root.setHidden(true);
  }

  /** The queue. */
  public HTMLElement element() {
    return root;
  }

  /** Shows what is queued, and whether it waits for its reader. */
  public void show(List<Queued> queue, boolean waits) {
    Shown next = new Shown(queue, waits);
    if (next.equals(shown)) {
      return;
    }
    shown = next;
    if (edited.isEmpty()) {
      draw(next);
      goOnEditing(next);
    } else if (!contains(queue, edited.get().key())) {
      leaveEditor(edited.get(), next);
    }
    // A field in which somebody writes is not drawn anew; it is when the writing has ended.
  }

  private static boolean contains(List<Queued> queue, String key) {
    for (Queued message : queue) {
      if (message.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** Comes back to what was being made of a message when it was shown last. */
  private void goOnEditing(Shown next) {
    for (Queued message : next.queue()) {
      if (!actions.draft(message).isEmpty()) {
        openEditor(message, next);
        return;
      }
    }
  }

  private void draw(Shown shown) {
    Browser.clear(root);
    root.setHidden(shown.queue().isEmpty());
    // One that was being edited in a window that is gone waits for its reader as well.
    boolean waits =
        shown.waits()
            || (edited.isEmpty() && !shown.queue().isEmpty() && shown.queue().getFirst().held());
    root.setAttribute("data-waits", waits ? "true" : "false");
    El head =
        El.of("div", "queue-head")
            .add(
                El.of("span", "queue-title")
                    .attr("role", "status")
                    .text(messages.get(waits ? Text.QUEUE_WAITS : Text.QUEUE_NEXT)));
    if (waits) {
      head.add(
          El.button("send-queue")
              .cls("text-button")
              .text(messages.get(Text.SEND))
              .onClick(actions::goOn));
    }
    root.appendChild(head.element());
    El list = El.of("ol", "queue-list");
    for (Queued message : shown.queue()) {
      boolean isEdited = edited.isPresent() && edited.get().key().equals(message.key());
      list.add(isEdited ? editor(message) : item(message));
    }
    root.appendChild(list.element());
  }

  private El item(Queued message) {
    return El.of("li", "queued")
        .attr("data-queued", message.clientMessageId())
        .add(El.of("div", "queued-text").attr("title", message.text()).text(message.text()))
        .add(
            El.iconButton("edit-queued", Icon.PENCIL, messages.get(Text.EDIT_QUEUED))
                .onClick(() -> begin(message)))
        .add(
            El.iconButton("remove-queued", Icon.CLOSE, messages.get(Text.REMOVE_QUEUED))
                .onClick(() -> actions.remove(message)));
  }

  private El editor(Queued message) {
    HTMLElement field =
        El.of("textarea", "queued-field")
            .attr("name", "queued")
            .attr("rows", "2")
            .attr("aria-label", messages.get(Text.EDIT_QUEUED))
            .element();
    String draft = actions.draft(message);
    Browser.value(field, draft.isEmpty() ? message.text() : draft);
    return El.of("li", "queued")
        .attr("data-queued", message.clientMessageId())
        .add(
            El.wrap(field)
                .on("input", event -> actions.keepDraft(message, Browser.value(field)))
                .onKey(event -> onKey(event, message, field)))
        .add(
            El.button("save-queued")
                .cls("text-button")
                .text(messages.get(Text.SAVE))
                .onClick(() -> end(message, Browser.value(field))))
        .add(
            El.iconButton("cancel-queued", Icon.CLOSE, messages.get(Text.CANCEL))
                .onClick(() -> end(message, message.text())));
  }

  private void onKey(KeyboardEvent event, Queued message, HTMLElement field) {
    if (keys.sends(event)) {
      event.preventDefault();
      end(message, Browser.value(field));
    } else if (event.getKey().equals("Escape") && !SendKeys.isComposing(event)) {
      event.preventDefault();
      end(message, message.text());
    }
  }

  private void begin(Queued message) {
    Shown drawn = shown;
    if (edited.isEmpty() && drawn != null) {
      openEditor(message, drawn);
      Browser.focus(root.querySelector("textarea"));
    }
  }

  private void openEditor(Queued message, Shown drawn) {
    edited = Optional.of(message);
    draw(drawn);
    actions.hold(message);
  }

  private void leaveEditor(Queued message, Shown next) {
    String text = Browser.value(root.querySelector("textarea"));
    edited = Optional.empty();
    draw(next);
    actions.keepDraft(message, "");
    if (!text.equals(message.text()) && !text.strip().isEmpty()) {
      actions.keep(message, text);
    }
  }

  private void end(Queued message, String text) {
    edited = Optional.empty();
    shown = null;
    actions.keepDraft(message, "");
    actions.edit(message, text);
  }
}
