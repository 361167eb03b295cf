package dev.potok.web.components;

import dev.potok.protocol.ChatRead;
import dev.potok.web.dom.El;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.dom.html.HTMLElement;

/** Moves chats that are dragged over the list, and shows meanwhile where they can be dropped. */
final class ChatDrag {

  /** Marks the list while a chat is dragged over it. */
  private static final String DRAGGING = "data-dragging";

  /** Marks the part of it where the chat would be dropped. */
  private static final String DROP_HERE = "data-drop";

  private final HTMLElement list;
  private final Sidebar.Actions actions;
  private @Nullable ChatRead dragged;

  /**
   * The dragging in a list.
   *
   * @param actions moves a chat
   */
  ChatDrag(HTMLElement list, Sidebar.Actions actions) {
    this.list = list;
    this.actions = actions;
  }

  /** Lets a chat be dragged by its row. */
  El row(El row, ChatRead chat) {
    EventListener<Event> listener =
        event -> drag(event.getType().equals("dragstart") ? chat : null);
    return row.on("dragstart", listener).on("dragend", listener);
  }

  /** Lets chats be dropped on a part of the list, which moves them there. */
  El zone(El zone, OptionalLong projectId) {
    EventListener<Event> listener = event -> passed(event, zone, projectId);
    return zone.on("dragover", listener).on("dragleave", listener).on("drop", listener);
  }

  /** Something was dragged over a part of the list, out of it, or dropped there. */
  private void passed(Event event, El zone, OptionalLong projectId) {
    ChatRead chat = dragged;
    zone.element().removeAttribute(DROP_HERE);
    if (chat == null || event.getType().equals("dragleave")) {
      return;
    }
    event.preventDefault();
    if (event.getType().equals("dragover")) {
      zone.attr(DROP_HERE, "");
      // Not before: what changes the list as a drag starts can end it.
      list.setAttribute(DRAGGING, "");
      return;
    }
    drag(null);
    if (!chat.projectId().equals(projectId)) {
      actions.move(chat, projectId);
    }
  }

  private void drag(@Nullable ChatRead chat) {
    dragged = chat;
    list.removeAttribute(DRAGGING);
  }
}
