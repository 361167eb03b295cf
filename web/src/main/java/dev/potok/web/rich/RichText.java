package dev.potok.web.rich;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.Intl;
import dev.potok.web.dom.Sentences;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Language;
import dev.potok.web.text.Messages;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The script's beginning, and what takes its steps one by one while the browser is idle. */
public final class RichText {

  /** How long to wait for what is not ready, in milliseconds. */
  private static final int LATER_MILLIS = 250;

  /** How long a browser that is never idle may put a step off, in milliseconds. */
  private static final int PATIENCE_MILLIS = 1000;

  private final Formulas formulas;
  private final List<Finish> finishes;
  private Messages messages;
  private boolean awake;

  private RichText(Messages messages) {
    this.messages = messages;
    formulas = new Formulas(this::wake);
    finishes =
        List.of(
            formulas,
            new Diagrams(() -> this.messages),
            new Scrollers(),
            new CodeColours(this::wake));
  }

  /** Draws what is there, and whatever the page tells of from then on. */
  public static void main(String[] args) {
    load(messages -> new RichText(messages).begin());
  }

  /** Fetches the sentences of the page's language. */
  private static void load(Consumer<Messages> then) {
    Language language = language();
    Sentences.load(
        language.tag(),
        text -> then.accept(new Messages(language, text, new Intl(language.tag()))));
  }

  private static Language language() {
    return Language.preferred(
        new String[] {HTMLDocument.current().getDocumentElement().getAttribute("lang")});
  }

  private void begin() {
    Browser.onDocument("potok:rich", this::told);
    wake();
  }

  /** Something comes into the page: what is known of it is drawn before it is seen. */
  private void told(Event event) {
    formulas.drawKnown(detail(event));
    wake();
  }

  @JSBody(params = "event", script = "return event.detail;")
  private static native HTMLElement detail(Event event);

  /** There may be something to draw. */
  private void wake() {
    if (!awake) {
      awake = true;
      whenIdle(this::step, PATIENCE_MILLIS);
    }
  }

  private void step() {
    if (messages.language() != language()) {
      load(changed -> {
        messages = changed;
        step();
      });
      return;
    }
    awake = false;
    boolean later = false;
    for (Finish finish : finishes) {
      switch (finish.step()) {
        case MORE -> {
          wake();
          return;
        }
        case LATER -> later = true;
        case NOTHING -> {}
      }
    }
    if (later) {
      Timers.after(LATER_MILLIS, this::wake);
    }
  }

  @JSFunctor
  private interface Idle extends JSObject {
    void idle();
  }

  @JSBody(
      params = {"task", "timeout"},
      script =
          "if (window.requestIdleCallback) {"
              + "  requestIdleCallback(function() { task(); }, {timeout: timeout});"
              + "} else {"
              + "  setTimeout(task, 0);"
              + "}")
  private static native void whenIdle(Idle task, int timeout);
}
