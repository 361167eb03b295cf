package dev.potok.web.pages;

import dev.potok.chat.SendRequest;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.web.api.HttpTransport;
import dev.potok.web.components.BoundedLog;
import dev.potok.web.components.SendKeys;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Fetch;
import dev.potok.web.dom.Timers;
import dev.potok.web.pages.StreamTrace.Phase;
import dev.potok.web.state.HexDump;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The stream lab: sends one message and shows everything that comes back, when it comes, down to
 * the bytes. The connection can be cut and the stream resumed where it was.
 */
public final class StreamingDemoPage implements Page {

  /** How much of one chunk is shown, in bytes or characters. */
  private static final int SHOWN_OF_CHUNK = 1024;

  /** How much of one event's data is shown, in characters. */
  private static final int SHOWN_OF_DATA = 2000;

  private final PageContext context;
  private final Messages messages;
  private final HTMLElement chats;
  private final HTMLElement message;
  private final HTMLElement send;
  private final HTMLElement stop;
  private final HTMLElement cut;
  private final HTMLElement resume;
  private final HTMLElement state = El.of("output", "lab-state").element();
  private final HTMLElement counts = El.of("dl", "lab-counts").element();
  private final HTMLElement text = El.of("div", "lab-text").element();
  private final BoundedLog events;
  private final BoundedLog raw;
  private final HTMLElement root;
  private final Runnable unsubscribe;
  private final List<Runnable> undrawn = new ArrayList<>();
  private boolean drawingAsked;

  private @Nullable StreamTrace trace;
  private Timers.@Nullable Cancel connection;
  private OptionalLong chatId = OptionalLong.empty();
  private OptionalLong messageId = OptionalLong.empty();
  private long lastSeq;

  /** The lab, idle. */
  public StreamingDemoPage(PageContext context) {
    this.context = context;
    this.messages = context.messages();
    chats =
        El.of("select")
            .attr("name", "chat")
            .attr("aria-label", messages.get(Text.LAB_CHAT))
            .element();
    message =
        El.of("textarea")
            .attr("name", "message")
            .attr("rows", "2")
            .attr("placeholder", messages.get(Text.ASK))
            .attr("aria-label", messages.get(Text.MESSAGE))
            .onKey(event -> {
              if (event.getKey().equals("Enter")
                  && !event.isShiftKey()
                  && !SendKeys.isComposing(event)) {
                event.preventDefault();
                send();
              }
            })
            .element();
    send = button("send", "primary", Text.SEND, this::send);
    stop = button("stop", "quiet", Text.STOP, this::stop);
    cut = button("cut", "quiet", Text.LAB_CUT, this::cut);
    resume = button("resume", "quiet", Text.LAB_RESUME, this::resume);
    events = new BoundedLog(messages, "lab-events", messages.get(Text.LAB_EVENTS));
    raw = new BoundedLog(messages, "lab-raw", messages.get(Text.LAB_RAW));
    root = build();
    unsubscribe = context.directory().onChange(this::drawChats);
    drawChats();
    drawState(Phase.IDLE);
  }

  private HTMLElement build() {
    PageHeader header = new PageHeader(context);
    header.title(messages.get(Text.STREAM_LAB));
    El form =
        El.of("section", "panel lab-form")
            .add(El.of("p", "lab-intro").text(messages.get(Text.LAB_INTRO)))
            .add(El.of("label", "field").span("field-name", messages.get(Text.LAB_CHAT)).add(chats))
            .add(
                El.of("label", "field lab-message")
                    .span("field-name", messages.get(Text.MESSAGE))
                    .add(message))
            .add(
                El.of("div", "lab-buttons")
                    .add(send)
                    .add(stop)
                    .add(cut)
                    .add(resume)
                    .add(button("clear", "quiet", Text.LAB_CLEAR, this::clear)));
    El result =
        El.of("section", "panel lab-result")
            .add(El.of("header").add(El.of("h2").text(messages.get(Text.LAB_STATE))).add(state))
            .add(counts);
    El decoded =
        El.of("section", "panel lab-decoded")
            .add(El.of("header").add(El.of("h2").text(messages.get(Text.LAB_TEXT))))
            .add(text);
    return El.of("main")
        .attr("data-page", "streaming-demo")
        .add(header.element())
        .add(
            El.of("div", "lab")
                .add(
                    El.of("div", "lab-grid")
                        .add(form)
                        .add(result)
                        .add(events.element())
                        .add(raw.element())
                        .add(decoded)))
        .element();
  }

  private HTMLElement button(String action, String kind, Text label, Runnable handler) {
    return El.button(action).cls(kind).text(messages.get(label)).onClick(handler).element();
  }

  @Override
  public HTMLElement element() {
    return root;
  }

  @Override
  public void shown() {
    focus();
  }

  @Override
  public void focus() {
    if (Browser.matches("(hover: hover)")) {
      Browser.focus(message);
    }
  }

  /** The lab reads on only when it is told to. */
  @Override
  public void wake() {}

  @Override
  public void close() {
    unsubscribe.run();
    if (connection != null) {
      connection.cancel();
    }
  }

  private void drawChats() {
    String chosen = Browser.value(chats);
    Browser.clear(chats);
    addChat("", messages.get(Text.LAB_NEW_CHAT));
    for (ChatRead chat : context.directory().chats()) {
      String title = chat.title().isEmpty() ? messages.get(Text.NEW_CHAT) : chat.title();
      addChat(String.valueOf(chat.id()), "#" + chat.id() + " " + title);
    }
    Browser.value(chats, chosen);
  }

  private void addChat(String value, String label) {
    chats.appendChild(El.of("option").attr("value", value).text(label).element());
  }

  private void send() {
    String written = Browser.value(message);
    if (written.strip().isEmpty() || (trace != null && trace.isRunning())) {
      return;
    }
    String chosen = Browser.value(chats);
    if (!chosen.isEmpty()) {
      send(Long.parseLong(chosen), written);
      return;
    }
    context
        .resources()
        .createChat(
            OptionalLong.empty(),
            Optional.empty(),
            ChatOptions.NONE,
            context
                .replies()
                .told(made -> {
                  context.directory().know(made);
                  Browser.value(chats, String.valueOf(made.id()));
                  send(made.id(), written);
                }));
  }

  private void send(long chat, String written) {
    clear();
    chatId = OptionalLong.of(chat);
    SendRequest request = new SendRequest(written, Browser.uniqueName(), Optional.empty());
    read(HttpTransport.sendRequest(context.server(), chat, request));
  }

  private void resume() {
    if (chatId.isPresent() && messageId.isPresent()) {
      read(
          HttpTransport.readRequest(
              context.server(), chatId.getAsLong(), messageId.getAsLong(), lastSeq));
    }
  }

  private void read(Fetch request) {
    StreamTrace reading = new StreamTrace(new Drawing());
    trace = reading;
    connection = request.header("Accept", "text/event-stream").send(new Feed(reading));
    drawState(reading.phase());
  }

  private void stop() {
    if (chatId.isPresent() && messageId.isPresent()) {
      new HttpTransport(context.server())
          .stopAnswer(
              chatId.getAsLong(), messageId.getAsLong(), context.replies().told(stopped -> {}));
    } else {
      cut();
    }
  }

  private void cut() {
    if (connection != null && trace != null && trace.isRunning()) {
      connection.cancel();
      keep(trace);
      trace.closed();
    }
  }

  private void keep(StreamTrace from) {
    if (from.messageId().isPresent()) {
      messageId = from.messageId();
    }
    lastSeq = Math.max(lastSeq, from.lastSeq());
  }

  private void clear() {
    if (trace != null && trace.isRunning()) {
      return;
    }
    events.clear();
    raw.clear();
    text.setTextContent("");
    trace = null;
    messageId = OptionalLong.empty();
    lastSeq = 0;
    drawState(Phase.IDLE);
  }

  private void drawState(Phase phase) {
    Text name =
        switch (phase) {
          case IDLE -> Text.PHASE_IDLE;
          case CONNECTING -> Text.PHASE_CONNECTING;
          case WAITING -> Text.PHASE_WAITING;
          case STREAMING -> Text.PHASE_STREAMING;
          case ENDED -> Text.PHASE_ENDED;
          case CUT -> Text.PHASE_CUT;
          case FAILED -> Text.PHASE_FAILED;
        };
    state.setTextContent(messages.get(name));
    state.setAttribute("data-phase", lowerCase(phase.name()));
    boolean running = trace != null && trace.isRunning();
    Browser.set(send, "disabled", running);
    Browser.set(stop, "disabled", !running);
    Browser.set(cut, "disabled", !running);
    Browser.set(resume, "disabled", phase != Phase.CUT || messageId.isEmpty());
    drawCounts();
  }

  private static String lowerCase(String name) {
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      lower.append((char) (name.charAt(i) - 'A' + 'a'));
    }
    return lower.toString();
  }

  private void drawCounts() {
    Browser.clear(counts);
    StreamTrace shown = trace;
    count(Text.COUNT_EVENTS, shown == null ? "0" : messages.number(shown.events()));
    count(Text.COUNT_CHUNKS, shown == null ? "0" : messages.number(shown.chunks()));
    count(Text.COUNT_BYTES, shown == null ? "0" : messages.number(shown.bytes()));
    count(Text.COUNT_FIRST_BYTE, shown == null ? "–" : millis(shown.firstByte()));
    count(Text.COUNT_FIRST_TOKEN, shown == null ? "–" : millis(shown.firstToken()));
    count(
        Text.COUNT_RATE, shown == null || shown.rate() <= 0 ? "–" : messages.tenths(shown.rate()));
  }

  private void count(Text name, String value) {
    counts.appendChild(
        El.of("div")
            .add(El.of("dt").text(messages.get(name)))
            .add(El.of("dd").text(value))
            .element());
  }

  private String millis(double at) {
    return at < 0 ? "–" : messages.get(Text.MILLISECONDS, messages.tenths(at));
  }

  private void drawLater(Runnable drawing) {
    undrawn.add(drawing);
    if (!drawingAsked) {
      drawingAsked = true;
      Timers.nextFrame(this::drawAll);
    }
  }

  private void drawAll() {
    drawingAsked = false;
    List<Runnable> drawings = List.copyOf(undrawn);
    undrawn.clear();
    for (Runnable drawing : drawings) {
      drawing.run();
    }
    events.settle();
    raw.settle();
    drawCounts();
  }

  /** Feeds a trace from the network. */
  private final class Feed implements Fetch.Reply {
    private final StreamTrace reading;
    private final List<byte[]> refusal = new ArrayList<>();
    private int status;

    Feed(StreamTrace reading) {
      this.reading = reading;
    }

    @Override
    public void head(int status) {
      this.status = status;
      if (status < 400) {
        reading.opened();
      }
    }

    @Override
    public void chunk(byte[] bytes) {
      if (status < 400) {
        reading.feed(bytes);
        keep(reading);
      } else {
        refusal.add(bytes);
      }
    }

    @Override
    public void end() {
      if (status < 400) {
        reading.closed();
      } else {
        reading.refused(status, Fetch.text(refusal));
      }
      context.directory().refreshChats();
    }

    @Override
    public void failed(String reason) {
      reading.closed();
    }
  }

  /** Shows what a trace finds. */
  private final class Drawing implements StreamTrace.Watcher {
    @Override
    public void chunk(int number, double at, byte[] bytes) {
      drawLater(() ->
          raw.add(
              El.of("div", "raw-chunk")
                  .add(
                      El.of("div", "raw-head")
                          .span("", "#" + number)
                          .span("", millis(at))
                          .span("", messages.count(Text.BYTES, bytes.length)))
                  .add(El.of("pre", "raw-hex").text(HexDump.hex(bytes, SHOWN_OF_CHUNK)))
                  .add(
                      El.of("pre", "raw-text")
                          .text(
                              HexDump.escaped(
                                  new String(bytes, StandardCharsets.UTF_8), SHOWN_OF_CHUNK)))));
    }

    @Override
    public void event(double at, String seq, String type, String data) {
      String shown = data.length() <= SHOWN_OF_DATA ? data : data.substring(0, SHOWN_OF_DATA) + "…";
      drawLater(() ->
          events.add(
              El.of("div", "event-row")
                  .attr("data-event", type)
                  .span("event-time", messages.tenths(at))
                  .span("event-seq", seq)
                  .span("event-type", type)
                  .span("event-data", shown)));
    }

    @Override
    public void text(String more) {
      drawLater(() -> text.appendChild(HTMLDocument.current().createTextNode(more)));
    }

    @Override
    public void replaced(String all) {
      drawLater(() -> text.setTextContent(all));
    }

    @Override
    public void phase(Phase phase) {
      drawLater(() -> drawState(phase));
    }
  }
}
