package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/** Says clearly what went wrong, and offers to try again where that may help. */
public final class ErrorBar {
  private final HTMLElement root = El.of("div", "error-slot").element();
  private final Messages messages;

  /** A bar that says nothing yet. */
  public ErrorBar(Messages messages) {
    this.messages = messages;
  }

  /** Where the bar appears. */
  public HTMLElement element() {
    return root;
  }

  /** Says what went wrong; a retry is offered if there is a handler for it. */
  public void show(String sentence, @Nullable Runnable retry, Runnable dismiss) {
    Browser.clear(root);
    El bar = El.of("div", "error-bar").attr("role", "alert").span("error-text", sentence);
    if (retry != null) {
      bar.add(El.button("retry").cls("text-button").text(messages.get(Text.RETRY)).onClick(retry));
    }
    bar.add(
        El.iconButton("dismiss", Icon.CLOSE, messages.get(Text.DISMISS))
            .onClick(() -> {
              clear();
              dismiss.run();
            }));
    root.appendChild(bar.element());
  }

  /** Says nothing any more. */
  public void clear() {
    Browser.clear(root);
  }
}
