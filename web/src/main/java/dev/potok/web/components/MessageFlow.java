package dev.potok.web.components;

import dev.potok.chat.ChatMessage;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.dom.Timers;
import dev.potok.web.state.Settings.DrawingRate;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The messages of a chat in their scrolled column. It follows growing text as long as the reader is
 * at its end, and no longer; a button leads back there.
 *
 * <p>However much comes, it is drawn once per frame at most, and no more often than the reader has
 * set. Of a long chat the last messages are drawn first; earlier ones follow when the reader
 * scrolls up to them.
 */
public final class MessageFlow {

  /** How near to the end counts as the end, in pixels. */
  private static final int NEAR = 40;

  /** How near to the beginning earlier messages are drawn, in pixels. */
  private static final int NEAR_TOP = 800;

  /** How many messages are drawn at a time. */
  private static final int PAGE = 24;

  private final Messages messages;
  private final MarkdownRenderer renderer;
  private final MessageBox.Owner owner;
  private final DrawingRate rate;
  private final HTMLElement column = El.of("div", "column").element();
  private final HTMLElement scroller;
  private final HTMLElement down;

  private final List<ChatMessage> all = new ArrayList<>();

  /** The boxes of the messages from {@link #firstDrawn} on. */
  private final List<MessageBox> boxes = new ArrayList<>();

  private int firstDrawn;
  private @Nullable MessageBox last;
  private final List<MessageBox> dirty = new ArrayList<>();
  private Timers.@Nullable Cancel drawing;
  private double lastDrawn;
  private boolean following = true;
  private boolean busy;

  /** The step between versions that had the focus in a box that has gone. */
  private @Nullable LostFocus lostFocus;

  private int lastTop;

  private record LostFocus(long messageId, String action) {}

  /** An empty flow. */
  public MessageFlow(
      Messages messages, MarkdownRenderer renderer, DrawingRate rate, MessageBox.Owner owner) {
    this.renderer = renderer;
    this.messages = messages;
    this.rate = rate;
    this.owner = owner;
    scroller =
        El.of("div", "flow")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", messages.get(Text.MESSAGES))
            .add(column)
            .on("scroll", event -> scrolled())
            .element();
    MarkdownView.handleClicks(scroller, messages);
    Browser.onResize(scroller, this::follow);
    down =
        El.iconButton("to-bottom", Icon.ARROW_DOWN, messages.get(Text.TO_BOTTOM))
            .cls("icon-button to-bottom")
            .onClick(this::toBottom)
            .element();
    down.setHidden(true);
  }

  /** The scrolled column. */
  public HTMLElement element() {
    return scroller;
  }

  /** The button that leads to the end. */
  public HTMLElement downButton() {
    return down;
  }

  /** Whether there are no messages. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Messages have come into the list. */
  public void added(int index, List<ChatMessage> added) {
    all.addAll(index, added);
    if (boxes.isEmpty()) {
      firstDrawn = Math.max(0, all.size() - PAGE);
      draw(firstDrawn, all.size());
    } else if (index < firstDrawn) {
      firstDrawn += added.size();
    } else {
      draw(index, index + added.size());
    }
    lostFocus = null;
    markLast();
    follow();
    Timers.nextFrame(this::drawEarlierIfNear);
  }

  /**
   * A message has left the list.
   *
   * @return what the reader had made of it and not sent; empty if nothing
   */
  public String removed(int index) {
    String unsent = "";
    ChatMessage message = all.remove(index);
    if (index < firstDrawn) {
      firstDrawn--;
    } else {
      MessageBox box = boxes.remove(index - firstDrawn);
      dirty.remove(box);
      unsent = box.unsent();
      String step = box.focusedStep();
      if (step != null) {
        lostFocus = new LostFocus(message.id(), step);
      }
      Browser.remove(box.element());
    }
    markLast();
    follow();
    return unsent;
  }

  /**
   * Whether an answer is under way, so that no message can be edited and no other version be shown.
   */
  public void busy(boolean isBusy) {
    if (busy != isBusy) {
      busy = isBusy;
      for (MessageBox box : boxes) {
        box.busy(busy);
      }
    }
  }

  /**
   * Lets the reader go on with the editing of a message.
   *
   * @return whether the message is there to be edited
   */
  public boolean edit(ChatMessage message, String text) {
    MessageBox box = box(message);
    if (box != null) {
      box.edit(text);
    }
    return box != null;
  }

  /** The box of a message, if it is drawn. */
  public @Nullable MessageBox box(ChatMessage message) {
    for (int i = boxes.size() - 1; i >= 0; i--) {
      if (boxes.get(i).message() == message) {
        return boxes.get(i);
      }
    }
    return null;
  }

  /** Shows the end, and follows it from now on. */
  public void toBottom() {
    following = true;
    follow();
    showDown();
  }

  /** Models are called otherwise, or are known by name at last. */
  public void namesChanged() {
    for (MessageBox box : boxes) {
      box.namesChanged();
    }
  }

  /** Keeps the end in view if the reader was there; to be called when the text changes. */
  public void follow() {
    if (following) {
      scroller.setScrollTop(scroller.getScrollHeight());
      lastTop = scroller.getScrollTop();
    }
    showDown();
  }

  /** Draws what waits to be drawn. */
  public void drawNow() {
    if (drawing != null) {
      drawing.cancel();
      drawing = null;
    }
    lastDrawn = Browser.now();
    List<MessageBox> boxesToDraw = List.copyOf(dirty);
    dirty.clear();
    for (MessageBox box : boxesToDraw) {
      box.draw();
    }
    follow();
  }

  private void drawLater(MessageBox box) {
    if (!dirty.contains(box)) {
      dirty.add(box);
    }
    if (drawing != null) {
      return;
    }
    int wait = (int) (rate.pauseMillis() - (Browser.now() - lastDrawn));
    drawing =
        wait <= 0
            ? Timers.nextFrame(this::drawNow)
            : Timers.after(wait, () -> drawing = Timers.nextFrame(this::drawNow));
  }

  /** Draws the messages from one index to before another, which have no boxes yet. */
  private void draw(int from, int to) {
    for (int i = from; i < to; i++) {
      MessageBox box = new MessageBox(messages, renderer, all.get(i), owner, this::drawLater);
      int at = i - firstDrawn;
      column.insertBefore(box.element(), at < boxes.size() ? boxes.get(at).element() : null);
      boxes.add(at, box);
      box.busy(busy);
      takeFocus(box);
    }
  }

  /** Who steps from version to version by the keyboard stays on the step. */
  private void takeFocus(MessageBox box) {
    LostFocus lost = lostFocus;
    if (lost != null && box.message().versions().contains(lost.messageId())) {
      lostFocus = null;
      box.focusStep(lost.action());
    }
  }

  private void drawEarlier() {
    int from = Math.max(0, firstDrawn - PAGE);
    int to = firstDrawn;
    int heightBefore = scroller.getScrollHeight();
    int topBefore = scroller.getScrollTop();
    firstDrawn = from;
    draw(from, to);
    // Where the browser keeps the view in place by itself, this changes nothing.
    scroller.setScrollTop(topBefore + scroller.getScrollHeight() - heightBefore);
    lastTop = scroller.getScrollTop();
    Timers.nextFrame(this::drawEarlierIfNear);
  }

  private void markLast() {
    MessageBox newLast = boxes.isEmpty() ? null : boxes.getLast();
    if (last != newLast) {
      if (last != null) {
        last.last(false);
      }
      if (newLast != null) {
        newLast.last(true);
      }
      last = newLast;
    }
  }

  private void scrolled() {
    int top = scroller.getScrollTop();
    int below = scroller.getScrollHeight() - top - scroller.getClientHeight();
    if (below <= NEAR) {
      following = true;
    } else if (top < lastTop) {
      following = false;
    }
    lastTop = top;
    showDown();
    drawEarlierIfNear();
  }

  private void drawEarlierIfNear() {
    if (firstDrawn > 0 && scroller.getScrollTop() < NEAR_TOP) {
      drawEarlier();
    }
  }

  private void showDown() {
    boolean hide = following || boxes.isEmpty();
    if (down.isHidden() != hide) {
      down.setHidden(hide);
    }
  }
}
