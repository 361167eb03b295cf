package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/** Which of several versions is shown, and the way to the one before it and the one after it. */
final class VersionSteps {
  private final Messages messages;
  private final HTMLElement root;
  private final HTMLElement previous;
  private final HTMLElement next;
  private final HTMLElement place = El.of("span", "version-place").element();
  private List<Long> versions = List.of();
  private int index;

  /**
   * Steps that are not seen until there are several versions.
   *
   * @param show is told the id of the version that shall be shown
   */
  VersionSteps(Messages messages, Consumer<Long> show) {
    this.messages = messages;
    previous = step("previous-version", Text.PREVIOUS_VERSION, -1, show);
    next = step("next-version", Text.NEXT_VERSION, 1, show);
    root =
        El.of("div", "versions").attr("role", "group").add(previous).add(place).add(next).element();
    root.setHidden(true);
  }

  private HTMLElement step(String action, Text label, int by, Consumer<Long> show) {
    return El.iconButton(action, Icon.CHEVRON, messages.get(label))
        .onClick(() -> {
          int wanted = index + by;
          if (wanted >= 0 && wanted < versions.size()) {
            show.accept(versions.get(wanted));
          }
        })
        .element();
  }

  HTMLElement element() {
    return root;
  }

  /**
   * Shows the place of a version among all of them.
   *
   * @param fixed whether no other version can be shown now
   */
  void show(List<Long> all, long shown, boolean fixed) {
    versions = all;
    index = all.indexOf(shown);
    root.setHidden(index < 0);
    String text = (index + 1) + "/" + all.size();
    place.setTextContent(text);
    root.setAttribute("aria-label", messages.get(Text.VERSION, text));
    Browser.set(previous, "disabled", fixed || index <= 0);
    Browser.set(next, "disabled", fixed || index == all.size() - 1);
  }

  /** The action of the step that has the focus, if one has it. */
  @Nullable String focusedAction() {
    HTMLElement focused = root.querySelector(":focus");
    return focused == null ? null : focused.getAttribute("data-action");
  }

  /** Puts the focus on a step, or on the other one where that leads nowhere. */
  void focus(String action) {
    boolean back = action.equals(previous.getAttribute("data-action"));
    HTMLElement wanted = back ? previous : next;
    HTMLElement other = back ? next : previous;
    Browser.focus(Browser.is(wanted, "disabled") ? other : wanted);
  }
}
