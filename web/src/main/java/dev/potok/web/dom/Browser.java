package dev.potok.web.dom;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.browser.Window;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** What the page asks of its window and document. */
public final class Browser {

  /** Is told that an element has another size. */
  @JSFunctor
  public interface Resized extends JSObject {
    /** The element has its new size, and has not been painted with it. */
    void resized();
  }

  /** Is told that another tab has changed what the browser keeps. */
  @JSFunctor
  public interface Stored extends JSObject {
    /** What is kept under this key is another text now, or none; everything if empty. */
    void changed(String key);
  }

  private Browser() {}

  /** The element of this id, which the page's template has. */
  public static HTMLElement byId(String id) {
    return HTMLDocument.current().getElementById(id);
  }

  /** The languages that the user prefers, the best first, as BCP 47 tags. */
  @JSBody(script = "return navigator.languages || [navigator.language || 'en'];")
  public static native String[] languages();

  /** The content of a {@code meta} element, empty if there is none. */
  @JSBody(
      params = "name",
      script =
          "var meta = document.querySelector('meta[name=\"' + name + '\"]');"
              + "return meta ? meta.content : '';")
  public static native String meta(String name);

  /** Whether the window matches a media query. */
  @JSBody(params = "query", script = "return matchMedia(query).matches;")
  public static native boolean matches(String query);

  /** Whether the keyboard has a command key. */
  @JSBody(script = "return /^(Mac|iP)/.test(navigator.platform);")
  public static native boolean isMac();

  /** The address's path, without what follows a question mark. */
  public static String path() {
    return Window.current().getLocation().getPathName();
  }

  /** What follows the address's number sign, empty if nothing does. */
  @JSBody(script = "return location.hash.slice(1);")
  public static native String fragment();

  /** Shows another address without loading it. */
  public static void pushPath(String path) {
    Window.current().getHistory().pushState(null, "", path);
  }

  /** Shows another address in the place of this one. */
  public static void replacePath(String path) {
    Window.current().getHistory().replaceState(null, "", path);
  }

  /** Listens to an event of the window. */
  public static void onWindow(String type, EventListener<Event> listener) {
    Window.current().addEventListener(type, listener);
  }

  /** Listens to an event of the document. */
  public static void onDocument(String type, EventListener<? extends Event> listener) {
    HTMLDocument.current().addEventListener(type, listener);
  }

  /** Stops listening to an event of the document. */
  public static void offDocument(String type, EventListener<? extends Event> listener) {
    HTMLDocument.current().removeEventListener(type, listener);
  }

  /** Watches the size of an element, for as long as the element lives. */
  @JSBody(
      params = {"element", "handler"},
      script = "new ResizeObserver(function() { handler(); }).observe(element);")
  public static native void onResize(HTMLElement element, Resized handler);

  /** How far the upper edge of an element is below that of another, in whole pixels. */
  @JSBody(
      params = {"from", "to"},
      script =
          "return Math.round(to.getBoundingClientRect().top - from.getBoundingClientRect().top);")
  public static native int distance(HTMLElement from, HTMLElement to);

  /** Whether somebody may be looking at the page. */
  @JSBody(script = "return !document.hidden;")
  public static native boolean isVisible();

  /** A name that is never given twice. */
  @JSBody(
      script =
          "if (crypto.randomUUID) { return crypto.randomUUID(); }"
              + "var bytes = crypto.getRandomValues(new Uint8Array(16)), name = '';"
              + "for (var i = 0; i < 16; i++) { name += (bytes[i] + 256).toString(16).slice(1); }"
              + "return name;")
  public static native String uniqueName();

  /** Milliseconds since the page began, which never run backwards. */
  @JSBody(script = "return performance.now();")
  public static native double now();

  /** The time in milliseconds since 1970, as the system's clock has it. */
  @JSBody(script = "return Date.now();")
  public static native double wallClock();

  /** Listens to what other tabs change in the browser's store. */
  @JSBody(
      params = "handler",
      script = "addEventListener('storage', function(event) { handler(event.key || ''); });")
  public static native void onStored(Stored handler);

  /** Writes a warning to the browser's console. */
  @JSBody(params = "text", script = "console.warn(text);")
  public static native void warn(String text);

  /** Opens a dialog above everything else. */
  @JSBody(params = "dialog", script = "dialog.showModal();")
  public static native void showModal(HTMLElement dialog);

  /** Closes a dialog. */
  @JSBody(params = "dialog", script = "dialog.close();")
  public static native void closeDialog(HTMLElement dialog);

  /** Sets a style's property, which the content policy allows to a script. */
  @JSBody(
      params = {"element", "name", "value"},
      script = "element.style.setProperty(name, value);")
  public static native void style(HTMLElement element, String name, String value);

  /** Sets a property that is true or false. */
  @JSBody(
      params = {"element", "name", "value"},
      script = "element[name] = value;")
  public static native void set(HTMLElement element, String name, boolean value);

  /**
   * What of an element's text is read out: not what its buttons and captions say, and of a formula
   * its source.
   */
  @JSBody(
      params = "element",
      script =
          "var copy = element.cloneNode(true);"
              + "copy.querySelectorAll('semantics > :not(annotation), figcaption, button,"
              + " [role=doc-backlink]').forEach(function(part) { part.remove(); });"
              + "return copy.textContent;")
  public static native String spokenText(HTMLElement element);

  /** A property that is true or false. */
  @JSBody(
      params = {"element", "name"},
      script = "return !!element[name];")
  public static native boolean is(HTMLElement element, String name);

  /** The text of a field that a person fills in. */
  @JSBody(params = "field", script = "return field.value;")
  public static native String value(HTMLElement field);

  /** Sets the text of a field. */
  @JSBody(
      params = {"field", "value"},
      script = "field.value = value;")
  public static native void value(HTMLElement field, String value);

  /** Selects all of a field's text. */
  @JSBody(params = "field", script = "field.select();")
  public static native void select(HTMLElement field);

  /** Sets the keyboard's focus without moving what is in view. */
  @JSBody(params = "element", script = "element.focus({preventScroll: true});")
  public static native void focus(HTMLElement element);

  /** The element around a node, itself included, that a selector fits. */
  @JSBody(
      params = {"node", "selector"},
      script = "return node && node.closest ? node.closest(selector) : null;")
  public static native @Nullable HTMLElement closest(@Nullable JSObject node, String selector);

  /** Whether a click asks for nothing special: the main button, no key held. */
  @JSBody(
      params = "event",
      script =
          "return !event.defaultPrevented && event.button === 0 && !event.ctrlKey"
              + " && !event.metaKey && !event.shiftKey && !event.altKey;")
  public static native boolean isPlainClick(Event event);

  /** Whether an element fits a selector as it is now. */
  @JSBody(
      params = {"element", "selector"},
      script = "return element.matches(selector);")
  public static native boolean fits(HTMLElement element, String selector);

  /**
   * Scrolls until an element is in view, at the {@code start}, {@code center} or {@code end}, or as
   * little as needed with {@code nearest}.
   */
  @JSBody(
      params = {"element", "block"},
      script = "element.scrollIntoView({block: block});")
  public static native void intoView(HTMLElement element, String block);

  /** The file that was chosen in a field. */
  @JSBody(params = "field", script = "return field.files[0] || null;")
  public static native @Nullable JSObject file(HTMLElement field);

  /** The element after or before another one. */
  @JSBody(
      params = {"element", "after"},
      script = "return after ? element.nextElementSibling : element.previousElementSibling;")
  public static native @Nullable HTMLElement sibling(HTMLElement element, boolean after);

  /** Lets the browser keep what is at an address as a file. */
  @JSBody(
      params = "address",
      script = "var a = document.createElement('a'); a.href = address; a.download = ''; a.click();")
  public static native void download(String address);

  /** A text in lower case, by the browser's own tables. */
  @JSBody(params = "text", script = "return text.toLowerCase();")
  public static native String lower(String text);

  /** The number that a text is, by the rules of JavaScript; NaN if it is none. */
  @JSBody(params = "text", script = "return Number(text);")
  public static native double number(String text);

  /** Whether the keyboard's focus is nowhere. */
  @JSBody(script = "return document.activeElement === document.body;")
  public static native boolean isNothingFocused();

  /** Takes an element out of the document. */
  @JSBody(params = "element", script = "element.remove();")
  public static native void remove(HTMLElement element);

  /** Takes everything out of an element. */
  @JSBody(params = "element", script = "element.replaceChildren();")
  public static native void clear(HTMLElement element);
}
