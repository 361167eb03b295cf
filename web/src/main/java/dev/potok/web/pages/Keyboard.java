package dev.potok.web.pages;

import dev.potok.protocol.ChatRead;
import dev.potok.web.components.Choice;
import dev.potok.web.components.Palette;
import dev.potok.web.components.Shortcut;
import dev.potok.web.components.ShortcutsDialog;
import dev.potok.web.components.Sidebar;
import dev.potok.web.dom.Browser;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** What is done by keys from anywhere on the page, and the palette that finds it by name. */
public final class Keyboard {

  /** How many chats the palette lists at most. */
  private static final int MOST_CHATS = 8;

  private static final String MESSAGE_ID = "data-message-id";

  /** What the keys and the palette do. */
  public interface Actions {
    /** A page shall be shown. */
    void open(Route route);

    /** A project shall be made. */
    void newProject();

    /** The settings shall be shown. */
    void settings();
  }

  private final Messages messages;
  private final ChatDirectory directory;
  private final Sidebar sidebar;
  private final HTMLElement place;
  private final Actions actions;

  /**
   * The keyboard of a page.
   *
   * @param place holds the page's messages and its field
   */
  public Keyboard(
      Messages messages,
      ChatDirectory directory,
      Sidebar sidebar,
      HTMLElement place,
      Actions actions) {
    this.messages = messages;
    this.directory = directory;
    this.sidebar = sidebar;
    this.place = place;
    this.actions = actions;
  }

  /** A key was pressed that nothing on the page has taken. */
  public void pressed(KeyboardEvent event) {
    HTMLElement document = HTMLDocument.current().getDocumentElement();
    if (document.querySelector("dialog[open]") != null) {
      return;
    }
    if (event.getKey().equals("Escape") && !event.isShiftKey()) {
      sidebar.closeDrawer();
      return;
    }
    boolean isWriting =
        Browser.closest(event.getTarget(), "input, textarea, select, [contenteditable]") != null;
    Shortcut.of(event, isWriting)
        .ifPresent(shortcut -> {
          event.preventDefault();
          run(shortcut);
        });
  }

  private void run(Shortcut shortcut) {
    switch (shortcut) {
      case PALETTE -> new Palette(messages, this::choices).open();
      case NEW_CHAT -> actions.open(new Route.NewChat());
      case SEARCH -> sidebar.focusSearch();
      case SETTINGS -> actions.settings();
      case FIELD -> focusField();
      case PREVIOUS_MESSAGE -> step(-1);
      case NEXT_MESSAGE -> step(1);
      case SHORTCUTS -> showShortcuts();
    }
  }

  /** Puts the cursor where a message is written, if there is such a field. */
  public void focusField() {
    HTMLElement field = place.querySelector("textarea[name=message]");
    if (field != null) {
      field.focus();
    }
  }

  /** Shows the list of keys. */
  public void showShortcuts() {
    new ShortcutsDialog(messages).dialog().open();
  }

  /** Goes to the message before or behind the one that has the focus; at first to the last one. */
  private void step(int by) {
    var articles = place.querySelectorAll("article[data-message-id]");
    int count = articles.getLength();
    if (count == 0) {
      return;
    }
    HTMLElement focused =
        Browser.closest(HTMLDocument.current().getActiveElement(), "article[data-message-id]");
    String focusedId = focused == null ? "" : focused.getAttribute(MESSAGE_ID);
    int next = count - 1;
    for (int i = 0; i < count; i++) {
      if (articles.get(i).getAttribute(MESSAGE_ID).equals(focusedId)) {
        next = Math.clamp(i + by, 0, count - 1);
      }
    }
    HTMLElement article = articles.get(next);
    article.setAttribute("tabindex", "-1");
    article.focus();
  }

  private List<Choice> choices(String written) {
    List<Choice> choices = new ArrayList<>();
    String wanted = Browser.lower(written);
    add(choices, wanted, Text.NEW_CHAT, () -> actions.open(new Route.NewChat()));
    add(choices, wanted, Text.NEW_PROJECT, actions::newProject);
    add(choices, wanted, Text.SETTINGS, actions::settings);
    add(choices, wanted, Text.SHORTCUTS, this::showShortcuts);
    add(choices, wanted, Text.STREAM_LAB, () -> actions.open(new Route.StreamingDemo()));
    int chats = 0;
    for (ChatRead chat : directory.chats()) {
      if (chats < MOST_CHATS && Browser.lower(chat.title()).contains(wanted)) {
        chats++;
        choices.add(
            new Choice(
                chat.title().isEmpty() ? messages.get(Text.NEW_CHAT) : chat.title(),
                messages.get(Text.CHAT),
                () -> actions.open(new Route.Chat(chat.id()))));
      }
    }
    if (!written.isEmpty()) {
      choices.add(
          new Choice(messages.get(Text.SEARCH_FOR, written), "", () -> sidebar.lookFor(written)));
    }
    return choices;
  }

  private void add(List<Choice> choices, String wanted, Text name, Runnable action) {
    String label = messages.get(name);
    if (Browser.lower(" " + label).contains(" " + wanted)) {
      choices.add(new Choice(label, "", action));
    }
  }
}
