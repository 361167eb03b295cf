package dev.potok.web.components;

import dev.potok.chat.Cancellable;
import dev.potok.protocol.MarkedText;
import dev.potok.protocol.SearchHit;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Resources.FoundPart;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * What is found while the reader types: chats by their titles, then messages, with what was looked
 * for marked. The arrow keys lead through it.
 */
final class SearchResults {

  /** How long the typing pauses before it is looked for. */
  private static final int PAUSE_MILLIS = 180;

  private final Messages messages;
  private final Resources resources;
  private final Replies replies;
  private final Consumer<SearchHit> onOpen;
  private final HTMLElement root;
  private String text = "";

  /** Whether the hits are those of the text, and not of the one before. */
  private boolean isFound;

  /** Whether the first hit shall be opened as soon as it is there. */
  private boolean opensFirst;

  private Timers.@Nullable Cancel waiting;
  private @Nullable Cancellable asking;

  /** What stands behind the hits: the way to more of them, or why there is none. */
  private @Nullable HTMLElement tail;

  /** Results that tell which one the reader opens. */
  SearchResults(
      Messages messages, Resources resources, Replies replies, Consumer<SearchHit> onOpen) {
    this.messages = messages;
    this.resources = resources;
    this.replies = replies;
    this.onOpen = onOpen;
    root =
        El.of("div", "hits")
            .attr("role", "region")
            .label(messages.get(Text.SEARCH_RESULTS))
            .onKey(this::onKey)
            .element();
  }

  HTMLElement element() {
    return root;
  }

  /** Whether something is looked for. */
  boolean isOpen() {
    return !text.isEmpty();
  }

  /** Looks for something else once the typing pauses; for nothing if it is blank. */
  void look(String wanted) {
    String next = wanted.trim().isEmpty() ? "" : wanted;
    if (next.equals(text)) {
      return;
    }
    text = next;
    isFound = false;
    opensFirst = false;
    stop();
    if (text.isEmpty()) {
      clear(true);
    } else {
      waiting = Timers.after(PAUSE_MILLIS, () -> ask(Optional.empty()));
    }
  }

  private void stop() {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    if (asking != null) {
      asking.cancel();
      asking = null;
    }
  }

  private void askOnce(Optional<String> cursor) {
    if (asking == null) {
      ask(cursor);
    }
  }

  private void ask(Optional<String> cursor) {
    stop();
    asking =
        resources.search(
            text,
            cursor,
            replies.told(
                (FoundPart part) -> draw(part, cursor.isEmpty()),
                sentence -> failed(cursor, sentence)));
  }

  private void draw(FoundPart part, boolean isFirst) {
    asking = null;
    isFound = true;
    boolean goesOn = isAtTail();
    clear(isFirst);
    for (SearchHit hit : part.hits()) {
      HTMLElement row = row(hit);
      root.appendChild(row);
      if (goesOn) {
        goesOn = false;
        row.focus();
      }
    }
    if (part.nextCursor().isPresent()) {
      end(
          El.button("more-hits")
              .cls("more")
              .text(messages.get(Text.MORE_CHATS))
              .onClick(() -> askOnce(part.nextCursor())));
    } else if (isFirst && part.hits().isEmpty()) {
      end(El.of("p", "list-note").attr("role", "status").text(messages.get(Text.NOTHING_FOUND)));
    }
    if (opensFirst) {
      opensFirst = false;
      openFirst();
    }
  }

  /** What was found before stays, if it was found by the same text. */
  private void failed(Optional<String> cursor, String sentence) {
    asking = null;
    opensFirst = false;
    boolean goesOn = isAtTail();
    clear(cursor.isEmpty());
    HTMLElement again =
        El.button("search-again")
            .cls("quiet")
            .text(messages.get(Text.RETRY))
            .onClick(() -> askOnce(cursor))
            .element();
    end(El.of("div", "list-note").add(El.of("p").attr("role", "status").text(sentence)).add(again));
    if (goesOn) {
      again.focus();
    }
  }

  /** Whether the focus is on what stands behind the hits. */
  private static boolean isAtTail() {
    HTMLElement focused = HTMLDocument.current().getActiveElement();
    return Browser.closest(focused, ".hits > :is(.more, .list-note)") != null;
  }

  /** Takes away what stands behind the hits, or all. */
  private void clear(boolean all) {
    if (all) {
      Browser.clear(root);
    } else if (tail != null) {
      Browser.remove(tail);
    }
    tail = null;
  }

  private void end(El element) {
    tail = element.element();
    root.appendChild(tail);
  }

  private HTMLElement row(SearchHit hit) {
    String path = new Route.Chat(hit.chat().id()).path();
    El link =
        El.of("a", "hit")
            .attr("href", path)
            .on(
                "click",
                event -> {
                  if (Browser.isPlainClick(event)) {
                    event.preventDefault();
                    onOpen.accept(hit);
                  }
                });
    String title = hit.title().text().isEmpty() ? messages.get(Text.NEW_CHAT) : "";
    El head = El.of("span", "hit-title").text(title);
    mark(head, hit.title());
    link.add(head);
    if (hit.message().isPresent()) {
      SearchHit.FoundMessage message = hit.message().get();
      link.attr("data-hit-message", String.valueOf(message.id()));
      link.attr("href", path + "#message-" + message.id());
      El fragment = El.of("span", "hit-text");
      mark(fragment, message.fragment());
      link.add(fragment);
    } else {
      link.attr("data-chat-id", String.valueOf(hit.chat().id()));
    }
    return link.element();
  }

  /** Adds a text, in it marks: what was found is shown as text, whatever it is. */
  private static void mark(El parent, MarkedText marked) {
    int end = 0;
    for (int i = 0; i + 1 < marked.marks().size(); i += 2) {
      int start = marked.marks().get(i);
      parent.add(plain(marked.text().substring(end, start)));
      end = marked.marks().get(i + 1);
      parent.add(El.of("mark").text(marked.text().substring(start, end)));
    }
    parent.add(plain(marked.text().substring(end)));
  }

  private static org.teavm.jso.dom.xml.Text plain(String text) {
    return HTMLDocument.current().createTextNode(text);
  }

  /** Puts the focus on the first one, if it is there. */
  void focusFirst() {
    HTMLElement first = first();
    if (first != null) {
      first.focus();
    }
  }

  /** Opens the first one, as soon as it is there. */
  void openFirst() {
    HTMLElement first = first();
    if (first != null) {
      first.click();
    } else if (!isFound) {
      opensFirst = true;
      askOnce(Optional.empty());
    }
  }

  private @Nullable HTMLElement first() {
    return isFound ? root.querySelector("a") : null;
  }

  private void onKey(KeyboardEvent event) {
    boolean isDown = event.getKey().equals("ArrowDown");
    if (!isDown && !event.getKey().equals("ArrowUp")) {
      return;
    }
    event.preventDefault();
    HTMLElement next = Browser.sibling(HTMLDocument.current().getActiveElement(), isDown);
    if (next != null) {
      next.focus();
    }
  }
}
