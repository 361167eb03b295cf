package dev.potok.web.dom;

import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;

/** Builds one element: each call changes it and gives the builder back. */
public final class El {
  private final HTMLElement element;

  private El(HTMLElement element) {
    this.element = element;
  }

  /** A new element. */
  public static El of(String tag) {
    return new El(HTMLDocument.current().createElement(tag));
  }

  /** Changes an element that exists. */
  public static El wrap(HTMLElement element) {
    return new El(element);
  }

  /** A new element with a class. */
  public static El of(String tag, String className) {
    return of(tag).cls(className);
  }

  /** A button that submits nothing, known to tests and styles by its action. */
  public static El button(String action) {
    return of("button").attr("type", "button").attr("data-action", action);
  }

  /** A button that shows an icon and is called by a label. */
  public static El iconButton(String action, Icon icon, String label) {
    return button(action).cls("icon-button").label(label).add(icon.element());
  }

  /** Sets the class attribute. */
  public El cls(String className) {
    element.setClassName(className);
    return this;
  }

  /** Sets an attribute. */
  public El attr(String name, String value) {
    element.setAttribute(name, value);
    return this;
  }

  /** Names the element for those who cannot see it, and in a tooltip for those who can. */
  public El label(String label) {
    return attr("aria-label", label).attr("title", label);
  }

  /** Replaces what is inside by a text. */
  public El text(String text) {
    element.setTextContent(text);
    return this;
  }

  /** Appends a node. */
  public El add(Node child) {
    element.appendChild(child);
    return this;
  }

  /** Appends an element. */
  public El add(El child) {
    element.appendChild(child.element);
    return this;
  }

  /** Appends a text in an element of its own. */
  public El span(String className, String text) {
    return add(of("span", className).text(text));
  }

  /** Calls back when the element is clicked, or activated by the keyboard. */
  public El onClick(Runnable handler) {
    return on("click", event -> handler.run());
  }

  /** Listens to an event. */
  public El on(String type, EventListener<Event> listener) {
    element.addEventListener(type, listener);
    return this;
  }

  /** Listens to pressed keys. */
  public El onKey(EventListener<KeyboardEvent> listener) {
    element.addEventListener("keydown", listener);
    return this;
  }

  /** The element. */
  public HTMLElement element() {
    return element;
  }
}
