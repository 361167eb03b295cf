package dev.potok.web.dom;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.html.HTMLElement;

/** The texts that a person pastes, or brings as files. */
public final class GivenText {
  private GivenText() {}

  /** Is told what a file holds. */
  @JSFunctor
  public interface Reader extends JSObject {
    /**
     * A file was read.
     *
     * @param kind {@code text}, {@code long} for one that was not read since it is, or {@code
     *     other} for one that is no text
     */
    void read(String name, String kind, String text);
  }

  /** What a paste would insert; empty if that is no text. */
  @JSBody(
      params = "event",
      script = "return event.clipboardData ? event.clipboardData.getData('text/plain') : '';")
  public static native String pasted(Event event);

  /** Whether files are dragged. */
  @JSBody(
      params = "event",
      script = "return !!event.dataTransfer && event.dataTransfer.types.includes('Files');")
  public static native boolean hasFiles(Event event);

  /** Whether a pointer that drags something leaves an element, and not for one inside it. */
  @JSBody(
      params = {"event", "element"},
      script = "return !element.contains(event.relatedTarget);")
  public static native boolean leaves(Event event, HTMLElement element);

  /** Reads the files that were dropped, in their order, each of at most so many bytes. */
  @JSBody(
      params = {"event", "mostBytes", "reader"},
      script =
          "Array.from(event.dataTransfer.files).reduce(function(before, file) {"
              + "  return before.then(function() {"
              + "    if (file.size > mostBytes) { reader(file.name, 'long', ''); return; }"
              + "    return file.arrayBuffer().then(function(bytes) {"
              + "      return new TextDecoder('utf-8', {fatal: true}).decode(bytes);"
              + "    }).then(function(text) {"
              + "      var other = text.indexOf('\\0') >= 0;"
              + "      reader(file.name, other ? 'other' : 'text', other ? '' : text);"
              + "    }, function() { reader(file.name, 'other', ''); });"
              + "  });"
              + "}, Promise.resolve());")
  public static native void dropped(Event event, int mostBytes, Reader reader);
}
