package dev.potok.web.components;

import dev.potok.chat.ChatMessage;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.Clipboard;
import dev.potok.web.dom.El;
import dev.potok.web.dom.FieldText;
import dev.potok.web.dom.Icon;
import dev.potok.web.dom.SelectedText;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * One message: its thinking, its text, what is known of it and what can be done with it. In its
 * streaming mode the text grows, a cursor pulses at its end, and until the first token somebody is
 * typing.
 *
 * <p>What grows is collected and drawn by {@link #draw}, which the owner calls when it is time to.
 */
public final class MessageBox {

  /** What the reader asks for, and what a box cannot know. */
  public interface Owner {
    /** There shall be another answer. */
    void retry(ChatMessage message);

    /** The answer shall go on where it broke off. */
    void continueAnswer(ChatMessage message);

    /** The user's message shall be sent anew with this text; says whether it was. */
    boolean edit(ChatMessage message, String text);

    /** Another version shall stand in the place of the shown one. */
    void showVersion(long messageId);

    /** The message shall go. */
    void delete(ChatMessage message);

    /** Whether the reader left the last thinking open. */
    boolean thinkingLeftOpen();

    /** The reader has opened or closed the thinking of a message. */
    void leaveThinking(ChatMessage message, boolean open);

    /** The keys that send what is edited. */
    SendKeys sendKeys();

    /** What the reader was making of a message when the page was left; empty if nothing. */
    String editDraft(ChatMessage message);

    /** The reader makes this of a message; empty for no longer anything. */
    void keepEditDraft(ChatMessage message, String text);

    /** This text shall be quoted in the next message. */
    void quote(String text);

    /** This shall be read out to who cannot see it. */
    void announce(String sentence);

    /** What a person reads for a model. */
    String modelName(String id);
  }

  private static final int COPIED_MILLIS = 1600;

  private final Messages messages;
  private final ChatMessage message;
  private final Owner owner;
  private final Consumer<MessageBox> drawLater;
  private final HTMLElement root;
  private final HTMLElement body = El.of("div", "message-body").element();
  private final HTMLElement notes = El.of("div", "message-notes").element();
  private final HTMLElement facts = El.of("div", "facts").element();
  private final HTMLElement meta;
  private final HTMLElement retry;
  private final VersionSteps versions;
  private final @Nullable MarkdownView markdown;
  private @Nullable ThinkingBox thinking;
  private @Nullable HTMLElement cursor;
  private final StringBuilder unread = new StringBuilder();
  private final StringBuilder unreadThinking = new StringBuilder();
  private MessageStatus drawnStatus = MessageStatus.COMPLETE;
  private boolean drawnEmpty;
  private final LiveRate rate = new LiveRate();
  private String shownRate = "";
  private boolean last;
  private boolean busy;
  private @Nullable MessageEditor editor;

  /**
   * A box that shows the message as it is.
   *
   * @param drawLater is told when there is something to {@link #draw}
   */
  MessageBox(
      Messages messages,
      MarkdownRenderer renderer,
      ChatMessage message,
      Owner owner,
      Consumer<MessageBox> drawLater) {
    this.drawLater = drawLater;
    this.messages = messages;
    this.message = message;
    this.owner = owner;
    boolean answer = message.role() == Role.ASSISTANT;
    markdown = answer ? new MarkdownView(renderer, body, messages) : null;
    retry =
        El.iconButton("retry", Icon.RETRY, messages.get(Text.ANOTHER_ANSWER))
            .onClick(() -> owner.retry(message))
            .element();
    versions = new VersionSteps(messages, owner::showVersion);
    meta = meta();
    root =
        El.of("article", "message")
            .attr("data-role", message.role().wireName())
            .attr("aria-label", messages.get(answer ? Text.ANSWER : Text.YOUR_MESSAGE))
            .add(body)
            .add(notes)
            .add(meta)
            .element();
    drawAll();
    String draft = message.role() == Role.USER ? owner.editDraft(message) : "";
    if (!draft.isEmpty()) {
      openEditor(draft);
    }
  }

  private HTMLElement meta() {
    El acts = El.of("div", "acts").add(copyButton()).add(quoteButton());
    if (message.role() == Role.USER) {
      acts.add(
          El.iconButton("edit", Icon.PENCIL, messages.get(Text.EDIT_MESSAGE))
              .onClick(() -> edit(message.text())));
    }
    acts.add(retry);
    acts.add(
        El.iconButton("delete", Icon.TRASH, messages.get(Text.DELETE_MESSAGE))
            .onClick(() -> owner.delete(message)));
    El row = El.of("div", "meta");
    if (markdown == null) {
      row.add(acts).add(versions.element());
    } else {
      row.add(versions.element()).add(acts);
    }
    return row.add(facts).element();
  }

  private El quoteButton() {
    return El.iconButton("quote", Icon.QUOTE, messages.get(Text.QUOTE))
        // A click must not take the selection away before it is read.
        .on("mousedown", event -> event.preventDefault())
        .onClick(() -> {
          String selected = SelectedText.in(body).strip();
          owner.quote(selected.isEmpty() ? message.text() : selected);
        });
  }

  private HTMLElement copyButton() {
    HTMLElement button = El.iconButton("copy", Icon.COPY, messages.get(Text.COPY)).element();
    button.addEventListener("click", event -> copy(button, message.text(), messages, owner));
    return button;
  }

  /** Copies a text, and shows on the button that it was; who cannot see it is told. */
  static void copy(HTMLElement button, String text, Messages messages, Owner owner) {
    Clipboard.copy(
        text,
        done -> {
          String outcome = messages.get(done ? Text.COPIED : Text.COPY_FAILED);
          button.setAttribute("data-done", done ? "yes" : "no");
          button.setAttribute("title", outcome);
          owner.announce(outcome);
          Timers.after(
              COPIED_MILLIS,
              () -> {
                button.removeAttribute("data-done");
                button.setAttribute("title", messages.get(Text.COPY));
              });
        });
  }

  /** The message's element. */
  public HTMLElement element() {
    return root;
  }

  /** The message. */
  public ChatMessage message() {
    return message;
  }

  /**
   * How the answer ended, and its text as it is read out: without its marks, what its buttons say,
   * and a formula's source.
   */
  public String ending() {
    String text = Browser.spokenText(body);
    HTMLElement card = notes.querySelector(".card-text");
    return card == null ? messages.get(Text.ANSWERED, text) : card.getTextContent() + " " + text;
  }

  /** Whether this is the last message; only there somebody types. */
  public void last(boolean isLast) {
    if (last != isLast) {
      last = isLast;
      root.setAttribute("data-last", isLast ? "true" : "false");
      drawState();
    }
  }

  /** Whether an answer is under way, so that nothing can be sent and no other version be shown. */
  void busy(boolean isBusy) {
    if (busy != isBusy) {
      busy = isBusy;
      drawVersions();
      if (editor != null) {
        editor.busy(busy);
      }
    }
  }

  /** Lets the reader write a user's message anew, or go on with that. */
  void edit() {
    MessageEditor open = editor;
    if (open == null) {
      edit(message.text());
    } else {
      open.focus();
    }
  }

  /** Lets the reader write a user's message anew, beginning with the given text. */
  void edit(String text) {
    MessageEditor open = editor;
    if (open == null) {
      open = openEditor(text);
    } else {
      open.text(text);
    }
    keepEdited(text);
    open.focus();
  }

  private MessageEditor openEditor(String text) {
    MessageEditor open =
        new MessageEditor(
            messages,
            owner.sendKeys(),
            text,
            this::keepEdited,
            edited -> owner.edit(message, edited),
            this::endEditing);
    editor = open;
    open.busy(busy);
    root.setAttribute("data-editing", "true");
    root.insertBefore(open.element(), body);
    return open;
  }

  private void keepEdited(String text) {
    owner.keepEditDraft(message, text.equals(message.text()) ? "" : text);
  }

  private void endEditing() {
    MessageEditor open = editor;
    if (open != null) {
      editor = null;
      owner.keepEditDraft(message, "");
      root.removeAttribute("data-editing");
      Browser.remove(open.element());
      Browser.focus(root.querySelector("[data-action=edit]"));
    }
  }

  /** What the reader has made of the message and not sent; empty if nothing. */
  String unsent() {
    MessageEditor open = editor;
    return open == null || open.text().equals(message.text()) ? "" : open.text().strip();
  }

  /** The step between versions that has the focus, if one has it. */
  @Nullable String focusedStep() {
    return versions.focusedAction();
  }

  /** Puts the focus on a step between versions. */
  void focusStep(String action) {
    versions.focus(action);
  }

  /**
   * The message's id, status, time or metadata is another one.
   *
   * @return whether the answer has ended with it
   */
  public boolean changed() {
    boolean wasStreaming = drawnStatus == MessageStatus.STREAMING;
    drawState();
    // What is left of the text may be told after the end is.
    drawLater.accept(this);
    boolean ended = wasStreaming && message.status() != MessageStatus.STREAMING;
    if (ended && thinking != null && thinking.isOpen()) {
      owner.leaveThinking(message, true);
    }
    return ended;
  }

  /** Models are called otherwise. */
  void namesChanged() {
    drawFacts();
  }

  /** The text grows. */
  public void textAppended(String more) {
    unread.append(more);
    rate.came(more);
    drawLater.accept(this);
  }

  /** The thinking grows. */
  public void thinkingAppended(String more) {
    unreadThinking.append(more);
    rate.came(more);
    drawLater.accept(this);
  }

  /** The text and the thinking are other ones. */
  public void replaced() {
    drawAll();
  }

  /**
   * Draws what has grown.
   *
   * @return whether there was any text
   */
  public boolean draw() {
    boolean isText = unread.length() > 0 || unreadThinking.length() > 0;
    KeptSelection selection = KeptSelection.in(body);
    flush();
    finishIfWhole();
    drawRate();
    if (drawnEmpty != message.isEmpty()) {
      drawState();
    } else {
      placeCursor();
    }
    selection.restore();
    return isText;
  }

  /** Shows that this is what was looked for, and gives it the focus. */
  void markSought() {
    root.setAttribute("data-found", "true");
    focus();
  }

  /** Gives the message the focus. */
  void focus() {
    root.setAttribute("tabindex", "-1");
    Browser.focus(root);
  }

  /** Whether the message, or something in it, has the focus. */
  boolean hasFocus() {
    return Browser.fits(root, ":focus-within");
  }

  private void drawAll() {
    unread.setLength(0);
    unreadThinking.setLength(0);
    if (markdown == null) {
      drawPlain();
    } else {
      markdown.replace(message.text());
      finishIfWhole();
      if (thinking != null || !message.thinking().isEmpty()) {
        thinkingBox().replace(message.thinking());
      }
    }
    drawState();
  }

  private void drawPlain() {
    body.setTextContent(message.text());
    FieldText.noteUnbroken(body, message.text());
  }

  private void flush() {
    if (unreadThinking.length() > 0) {
      thinkingBox().append(unreadThinking.toString());
      unreadThinking.setLength(0);
    }
    if (unread.length() == 0) {
      return;
    }
    String more = unread.toString();
    // Whatever comes of it, it is not to be shown twice.
    unread.setLength(0);
    if (markdown == null) {
      drawPlain();
    } else {
      markdown.append(more);
    }
  }

  private void finishIfWhole() {
    if (markdown != null && message.status() != MessageStatus.STREAMING) {
      markdown.finish();
    }
  }

  private ThinkingBox thinkingBox() {
    ThinkingBox box = thinking;
    if (box == null) {
      boolean streaming = message.status() == MessageStatus.STREAMING;
      boolean open = streaming ? owner.thinkingLeftOpen() : message.metadata().thinkingExpanded();
      box = new ThinkingBox(messages, open, left -> owner.leaveThinking(message, left));
      box.state(streaming && message.isEmpty(), message.metadata().times().thinking());
      thinking = box;
      root.insertBefore(box.element(), body);
    }
    return box;
  }

  private void drawState() {
    MessageStatus status = message.status();
    boolean streaming = status == MessageStatus.STREAMING;
    root.setAttribute("data-message-id", String.valueOf(message.id()));
    root.setAttribute("data-status", status.wireName());
    root.setAttribute("aria-busy", streaming ? "true" : "false");
    drawnStatus = status;
    drawnEmpty = message.isEmpty();
    if (thinking != null) {
      thinking.state(streaming && drawnEmpty, message.metadata().times().thinking());
    }
    drawVersions();
    drawNotes(status);
    drawFacts();
    placeCursor();
  }

  private void drawVersions() {
    versions.show(message.versions(), message.id(), busy);
  }

  private void drawNotes(MessageStatus status) {
    Browser.clear(notes);
    switch (status) {
      case COMPLETE -> {}
      case STREAMING -> {
        if (drawnEmpty && last) {
          notes.appendChild(typing());
        }
      }
      case STOPPED -> notes.appendChild(card("stopped", Text.WAS_STOPPED));
      case INTERRUPTED -> notes.appendChild(card("interrupted", Text.WAS_INTERRUPTED));
      case FAILED -> notes.appendChild(card("failed", Text.HAS_FAILED));
    }
  }

  private HTMLElement typing() {
    return El.of("div", "typing-indicator")
        .add(
            El.of("span", "dots")
                .attr("aria-hidden", "true")
                .add(El.of("i"))
                .add(El.of("i"))
                .add(El.of("i")))
        .span("", messages.get(Text.TYPING))
        .element();
  }

  private HTMLElement card(String kind, Text sentence) {
    El card = El.of("div", "card").attr("data-kind", kind);
    card.span(
        "card-text",
        message
            .metadata()
            .error()
            .map(MessageMetadata.Failure::message)
            .orElseGet(() -> messages.get(sentence)));
    if (message.canContinue()) {
      card.add(
          El.button("continue")
              .text(messages.get(Text.CONTINUE))
              .onClick(() -> owner.continueAnswer(message)));
    }
    return card.add(
            El.button("retry").text(messages.get(Text.RETRY)).onClick(() -> owner.retry(message)))
        .add(
            El.button("delete")
                .text(messages.get(Text.DELETE))
                .onClick(() -> owner.delete(message)))
        .element();
  }

  private void drawFacts() {
    MessageMetadata known = message.metadata();
    Browser.clear(facts);
    fact("model", known.model().map(owner::modelName).orElse(""));
    long tokens = known.tokens().orElse(0);
    long millis = known.processingTime().orElse(0);
    if (tokens > 0) {
      fact("tokens", messages.count(Text.TOKENS, tokens));
    }
    shownRate = "";
    fact("rate", messages.rate(tokens, millis));
    if (millis > 0) {
      fact("time", messages.duration(millis));
    }
    long first = known.times().firstToken().orElse(0);
    if (first > 0) {
      fact("first-token", messages.get(Text.FIRST_TOKEN, messages.duration(first)));
    }
    String written = messages.time(message.createdAt());
    if (!written.isEmpty()) {
      root.setAttribute("data-time", written);
      meta.setAttribute("title", written);
    }
  }

  /** While the answer comes, about how fast; when it has ended, {@link #drawFacts} knows. */
  private void drawRate() {
    if (message.status() != MessageStatus.STREAMING) {
      return;
    }
    String told = rate.told(messages);
    if (told.equals(shownRate)) {
      return;
    }
    HTMLElement shown = facts.querySelector("[data-fact=rate]");
    if (shown == null) {
      fact("rate", told);
    } else {
      shown.setTextContent(told);
    }
    shownRate = told;
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      facts.appendChild(El.of("span").attr("data-fact", name).text(value).element());
    }
  }

  private void placeCursor() {
    if (last && !drawnEmpty && markdown != null && message.status() == MessageStatus.STREAMING) {
      HTMLElement shown = cursor;
      if (shown == null) {
        shown = El.of("span", "streaming-cursor").attr("aria-hidden", "true").element();
        cursor = shown;
      }
      markdown.placeAtEnd(shown);
    } else if (cursor != null) {
      Browser.remove(cursor);
      cursor = null;
    }
  }
}
