package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLElement;

/** What a model thought, folded above its answer until the reader opens it. */
final class ThinkingBox {

  /** The least time worth naming, in milliseconds. */
  private static final int NAMED_MILLIS = 100;

  private final Messages messages;
  private final HTMLElement summary = El.of("span").element();
  private final HTMLElement text = El.of("div", "thinking-text").element();
  private final HTMLElement root;
  private double began;
  private boolean running;
  private long lasted;

  ThinkingBox(Messages messages, boolean open, Consumer<Boolean> onToggle) {
    this.messages = messages;
    root =
        El.of("details", "thinking")
            .add(
                El.of("summary")
                    .add(Icon.CHEVRON.element())
                    .add(summary)
                    .onClick(() -> onToggle.accept(!isOpen())))
            .add(text)
            .element();
    Browser.set(root, "open", open);
    summary.setTextContent(messages.get(Text.THOUGHTS));
  }

  boolean isOpen() {
    return Browser.is(root, "open");
  }

  HTMLElement element() {
    return root;
  }

  void append(String more) {
    PartedText.append(text, more);
  }

  void replace(String all) {
    text.setTextContent(all);
    root.setHidden(all.isEmpty());
  }

  /**
   * Whether the model is still thinking.
   *
   * @param time how long it thought by the server's clock, in milliseconds; as long as that is not
   *     known, the page's own counts, if it saw the thinking begin and end
   */
  void state(boolean isRunning, OptionalLong time) {
    if (isRunning && !running) {
      began = Browser.now();
    } else if (!isRunning && running) {
      lasted = Math.round(Browser.now() - began);
    }
    running = isRunning;
    long named = time.orElse(lasted);
    root.setAttribute("data-running", running ? "true" : "false");
    if (running) {
      summary.setTextContent(messages.get(Text.THINKING));
    } else if (named > NAMED_MILLIS) {
      summary.setTextContent(messages.get(Text.THOUGHT_FOR, messages.duration(named)));
    } else {
      summary.setTextContent(messages.get(Text.THOUGHTS));
    }
  }
}
