package dev.potok.web.components;

import dev.potok.chat.ChatMessage;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.protocol.Role;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.state.Places.Place;
import dev.potok.web.state.Settings.DrawingRate;
import dev.potok.web.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The messages of a chat in their scrolled column.
 *
 * <p>However much comes, it is drawn once per frame at most, and no more often than the reader has
 * set. Of a long chat only the messages around what is in view are drawn: others are drawn when the
 * reader scrolls towards them, and those far away are taken out again.
 */
public final class MessageFlow {

  /** How near to what is not drawn the reader may come before it is, in pixels. */
  private static final int NEAR = 1600;

  /** How many messages are drawn at once at the end: about a screen, so that it is soon there. */
  private static final int FIRST = 4;

  /** How many messages are drawn at a time. */
  private static final int PAGE = 12;

  /** How many messages are drawn at most, unless one of them is being edited. */
  private static final int MOST = 120;

  /** How far below the upper edge a message is shown that was looked for, in pixels. */
  private static final int SOUGHT_AT = 60;

  private final Messages messages;
  private final MarkdownRenderer renderer;
  private final MessageBox.Owner owner;
  private final Runnable wantEarlier;
  private final DrawingRate rate;
  private final HTMLElement column = El.of("div", "column").element();
  private final FlowScroll scroll;

  private final List<ChatMessage> all = new ArrayList<>();

  /** The boxes of the messages from {@link #firstDrawn} on. */
  private final List<MessageBox> boxes = new ArrayList<>();

  private int firstDrawn;
  private @Nullable MessageBox last;
  private final List<MessageBox> dirty = new ArrayList<>();
  private Timers.@Nullable Cancel drawing;
  private double lastDrawn;
  private boolean busy;

  /**
   * An empty flow.
   *
   * @param wantEarlier is told that the reader comes near to the first message
   */
  public MessageFlow(
      Messages messages,
      MarkdownRenderer renderer,
      DrawingRate rate,
      MessageBox.Owner owner,
      Runnable wantEarlier) {
    this.renderer = renderer;
    this.messages = messages;
    this.rate = rate;
    this.owner = owner;
    this.wantEarlier = wantEarlier;
    scroll = new FlowScroll(column, messages, this::drawNear);
    scroll.downButton().addEventListener("click", event -> toBottom());
    MarkdownView.handleClicks(scroll.element(), messages, owner);
  }

  /** The scrolled column. */
  public HTMLElement element() {
    return scroll.element();
  }

  /** The button that leads to the end. */
  public HTMLElement downButton() {
    return scroll.downButton();
  }

  /** Whether there are no messages. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Messages have come into the list. */
  public void added(int index, List<ChatMessage> added) {
    boolean atEnd = index == all.size();
    boolean endWasDrawn = endDrawn() == all.size();
    all.addAll(index, added);
    if (boxes.isEmpty()) {
      drawEnd();
    } else if (index <= firstDrawn) {
      firstDrawn += added.size();
    } else if (atEnd ? endWasDrawn : index < endDrawn()) {
      if (added.size() <= PAGE) {
        draw(index, index + added.size());
        dropFarAbove();
      } else if (scroll.isFollowing()) {
        drawEnd();
      } else {
        removeFrom(index - firstDrawn);
      }
    }
    if (atEnd) {
      scroll.grew();
    }
    markLast();
    follow();
    Timers.nextFrame(this::drawNear);
  }

  /**
   * A message has left the list.
   *
   * @return what the reader had made of it and not sent; empty if nothing
   */
  public String removed(int index) {
    String unsent = "";
    all.remove(index);
    if (index < firstDrawn) {
      firstDrawn--;
    } else if (index < endDrawn()) {
      MessageBox box = boxes.get(index - firstDrawn);
      unsent = box.unsent();
      if (box.hasFocus()) {
        String step = box.focusedStep();
        int place = scroll.topOf(box.element());
        Timers.after(0, () -> focusNear(index, step, place));
      }
      remove(index - firstDrawn);
    }
    markLast();
    follow();
    Timers.nextFrame(this::drawNear);
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

  /**
   * Lets the reader edit the last of their messages.
   *
   * @return whether there is one that can be edited
   */
  public boolean editLast() {
    for (int i = all.size() - 1; i >= 0; i--) {
      ChatMessage message = all.get(i);
      if (message.role() == Role.USER) {
        MessageBox box = message.isLocal() ? null : box(message);
        if (box != null) {
          box.edit();
        }
        return box != null;
      }
    }
    return false;
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
    if (endDrawn() < all.size()) {
      drawEnd();
    }
    scroll.toEnd();
    Timers.nextFrame(this::drawNear);
  }

  /** Shows a message of the list, and marks it as the one that was looked for. */
  public void show(long messageId) {
    MessageBox box = boxNear(messageId);
    if (box != null) {
      scroll.hold(box.element(), SOUGHT_AT);
      box.markSought();
      Timers.nextFrame(this::drawNear);
    }
  }

  /** Comes back to a place in the list. */
  public void show(Place place) {
    MessageBox box = boxNear(place.messageId());
    if (box != null) {
      scroll.hold(Blocks.get(box.element(), place.block()), place.top());
      Timers.nextFrame(this::drawNear);
    }
  }

  /** Where the reader is; empty if at the end, where they are taken along. */
  public Optional<Place> place() {
    MessageBox box = scroll.isFollowing() || boxes.isEmpty() ? null : firstInView();
    if (box == null || box.message().isLocal()) {
      return Optional.empty();
    }
    int block = Blocks.firstInView(box.element(), scroll.element());
    int top = scroll.topOf(Blocks.get(box.element(), block));
    return Optional.of(new Place(box.message().id(), block, top));
  }

  /** Models are called otherwise, or are known by name at last. */
  public void namesChanged() {
    for (MessageBox box : boxes) {
      box.namesChanged();
    }
  }

  /** Keeps the end in view if the reader was there; to be called when the text changes. */
  public void follow() {
    if (scroll.isFollowing()) {
      scroll.toEnd();
    }
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
      if (box.draw()) {
        scroll.grew();
      }
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

  /** The index behind the last message that is drawn. */
  private int endDrawn() {
    return firstDrawn + boxes.size();
  }

  /** Draws the last messages and no others yet. */
  private void drawEnd() {
    drawOnly(Math.max(0, all.size() - FIRST), all.size());
  }

  private void drawOnly(int from, int to) {
    removeFrom(0);
    firstDrawn = from;
    draw(from, to);
    markLast();
  }

  /** Draws the messages from one index to before another, which have no boxes yet. */
  private void draw(int from, int to) {
    for (int i = from; i < to; i++) {
      MessageBox box = new MessageBox(messages, renderer, all.get(i), owner, this::drawLater);
      int at = i - firstDrawn;
      column.insertBefore(box.element(), at < boxes.size() ? boxes.get(at).element() : null);
      boxes.add(at, box);
      box.busy(busy);
    }
  }

  /**
   * Who was at a message that is gone goes on at the one in its place, if nothing else leads on;
   * who steps from version to version stays on the step, and it at its place.
   */
  private void focusNear(int index, @Nullable String step, int place) {
    if (!boxes.isEmpty() && Browser.isNothingFocused()) {
      MessageBox box = boxes.get(Math.clamp(index - firstDrawn, 0, boxes.size() - 1));
      box.focus();
      if (step != null) {
        box.focusStep(step);
        scroll.hold(box.element(), place);
      }
    }
  }

  private void remove(int box) {
    MessageBox removed = boxes.remove(box);
    dirty.remove(removed);
    Browser.remove(removed.element());
  }

  private void removeFrom(int box) {
    while (boxes.size() > box) {
      remove(boxes.size() - 1);
    }
  }

  /** Draws what the reader comes near to, and asks for what is not there. */
  private void drawNear() {
    if (boxes.isEmpty()) {
      return;
    }
    boolean wantsAbove = scroll.above() < NEAR;
    if (wantsAbove && firstDrawn <= PAGE) {
      wantEarlier.run();
    }
    if (wantsAbove && firstDrawn > 0) {
      scroll.keeping(firstInView().element(), this::drawBefore);
    } else if (endDrawn() < all.size() && scroll.below() < NEAR) {
      scroll.keeping(firstInView().element(), this::drawBehind);
    } else {
      return;
    }
    markLast();
    Timers.nextFrame(this::drawNear);
  }

  private void drawBefore() {
    int to = firstDrawn;
    firstDrawn = Math.max(0, to - PAGE);
    draw(firstDrawn, to);
    if (!scroll.isFollowing()) {
      while (boxes.size() > MOST && boxes.getLast().unsent().isEmpty()) {
        remove(boxes.size() - 1);
      }
    }
  }

  private void drawBehind() {
    draw(endDrawn(), Math.min(all.size(), endDrawn() + PAGE));
    dropAbove();
  }

  /** Who is at the end sees nothing of what goes at the beginning. */
  private void dropFarAbove() {
    if (scroll.isFollowing()) {
      dropAbove();
    }
  }

  private void dropAbove() {
    while (boxes.size() > MOST && boxes.getFirst().unsent().isEmpty()) {
      remove(0);
      firstDrawn++;
    }
  }

  /** The box of a message of the list, with those around it drawn. */
  private @Nullable MessageBox boxNear(long messageId) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).id() == messageId) {
        if (i < firstDrawn || i >= endDrawn()) {
          drawOnly(Math.max(0, i - PAGE), Math.min(all.size(), i + PAGE));
        }
        return boxes.get(i - firstDrawn);
      }
    }
    return null;
  }

  /** The first box of which something is in view; the first one if none is. */
  private MessageBox firstInView() {
    int low = 0;
    int high = boxes.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      MessageBox box = boxes.get(middle);
      if (scroll.topOf(box.element()) + box.element().getOffsetHeight() > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return boxes.get(low);
  }

  private void markLast() {
    MessageBox newLast = boxes.isEmpty() || endDrawn() < all.size() ? null : boxes.getLast();
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
}
