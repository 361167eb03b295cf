package dev.potok.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a {@link ScriptedModelServer} does with one request: an answer, and how it goes wrong.
 * Begins as a good answer from {@link #numbered} or {@link #text}; each further method gives a
 * script that differs in one thing. "After n tokens" counts pieces of text and of thinking; 0 is
 * before the first, and more than there are is after the last.
 *
 * <p>Immutable.
 */
public final class Script {

  /** How the response begins. */
  record Head(
      int status,
      Map<String, String> headers,
      Duration delay,
      HttpResponse.Framing framing,
      String errorBody) {}

  /**
   * How the steps become bytes in time.
   *
   * @param perToken the time from one token to the next; zero for none
   * @param sliceBytes the most bytes written at once; 0 for no limit
   * @param perSlice the time from one slice to the next
   * @param cutAtByte after how many bytes of the body the connection is cut; -1 for never
   * @param held whether each token waits to be released
   */
  record Pace(
      Duration perToken, int sliceBytes, Duration perSlice, long cutAtByte, Cut cut, boolean held) {

    static final Pace AT_ONCE = new Pace(Duration.ZERO, 0, Duration.ZERO, -1, Cut.RESET, false);
  }

  /** The status of a script that cuts the connection instead of sending a head. */
  static final int NO_HEAD = 0;

  private static final Head GOOD =
      new Head(
          200,
          Map.of("Content-Type", "text/event-stream"),
          Duration.ZERO,
          HttpResponse.Framing.CHUNKED,
          "");

  private final Head head;
  private final List<Step> steps;
  private final Pace pace;

  private Script(Head head, List<Step> steps, Pace pace) {
    this.head = head;
    this.steps = List.copyOf(steps);
    this.pace = pace;
  }

  /** A good answer of numbered tokens: {@code t1 t2 t3 …}, as fast as it can be written. */
  public static Script numbered(int count) {
    String[] pieces = new String[count];
    for (int i = 0; i < count; i++) {
      pieces[i] = (i == 0 ? "t" : " t") + (i + 1);
    }
    return text(pieces);
  }

  /** A good answer of the given pieces, each one token. */
  public static Script text(String... pieces) {
    List<Step> steps = new ArrayList<>();
    for (String piece : pieces) {
      steps.add(new Step.Text(piece));
    }
    steps.add(new Step.Finish("stop"));
    steps.add(new Step.Usage());
    steps.add(new Step.Done());
    return new Script(GOOD, steps, Pace.AT_ONCE);
  }

  /** A good answer of the given text, cut into pieces of so many characters (code points). */
  public static Script cutText(String text, int charactersPerPiece) {
    int[] characters = text.codePoints().toArray();
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < characters.length; i += charactersPerPiece) {
      pieces.add(new String(characters, i, Math.min(charactersPerPiece, characters.length - i)));
    }
    return text(pieces.toArray(String[]::new));
  }

  /** A refusal: an HTTP error with an error object in OpenAI's form. */
  public static Script status(int status) {
    return status(status, CompletionJson.error("the script says " + status, status));
  }

  /** A refusal with a body of its own. */
  public static Script status(int status, String body) {
    Head head =
        new Head(
            status,
            Map.of("Content-Type", "application/json"),
            Duration.ZERO,
            HttpResponse.Framing.CHUNKED,
            body);
    return new Script(head, List.of(), Pace.AT_ONCE);
  }

  /** The connection is cut instead of any answer. */
  public static Script cutBeforeHeaders(Cut cut) {
    return new Script(GOOD, List.of(), new Pace(Duration.ZERO, 0, Duration.ZERO, -1, cut, false))
        .with(new Head(NO_HEAD, Map.of(), Duration.ZERO, HttpResponse.Framing.CHUNKED, ""));
  }

  /** A redirect to another address. */
  public static Script redirect(String location) {
    return status(307).header("Location", location);
  }

  /** With a further header, or another value of one. */
  public Script header(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(head.headers);
    headers.put(name, value);
    return with(new Head(head.status, headers, head.delay, head.framing, head.errorBody));
  }

  /** With {@code Retry-After}, in whole seconds. */
  public Script retryAfter(Duration time) {
    return header("Retry-After", Long.toString(time.toSeconds()));
  }

  /** With another content type; the body stays what it is. */
  public Script contentType(String type) {
    return header("Content-Type", type);
  }

  /** With nothing sent for this long, not even the head. */
  public Script delayHeaders(Duration time) {
    return with(new Head(head.status, head.headers, time, head.framing, head.errorBody));
  }

  /** With a body that ends with the connection, so that a {@link Cut#CLOSE} looks like an end. */
  public Script untilClose() {
    return with(
        new Head(
            head.status,
            head.headers,
            head.delay,
            HttpResponse.Framing.UNTIL_CLOSE,
            head.errorBody));
  }

  /** With nothing between the head and the first token for this long. */
  public Script delayFirstToken(Duration time) {
    return stallAfter(0, time);
  }

  /** With nothing sent for this long after so many tokens. */
  public Script stallAfter(int tokens, Duration time) {
    return insert(tokens, new Step.Wait(time));
  }

  /** With this time from each token to the next. */
  public Script every(Duration perToken) {
    return with(
        new Pace(perToken, pace.sliceBytes, pace.perSlice, pace.cutAtByte, pace.cut, pace.held));
  }

  /** With so many tokens a second, 1 to 1,000,000. */
  public Script rate(int tokensPerSecond) {
    return every(Duration.ofNanos(1_000_000_000L / tokensPerSecond));
  }

  /** With each token waiting for {@link ScriptedModelServer#releaseTokens}. */
  public Script held() {
    return with(
        new Pace(pace.perToken, pace.sliceBytes, pace.perSlice, pace.cutAtByte, pace.cut, true));
  }

  /** With the body written in slices of at most so many bytes, each sent by itself. */
  public Script sliced(int bytes) {
    return trickle(bytes, Duration.ZERO);
  }

  /** With the body written in slices of at most so many bytes, with a time between them. */
  public Script trickle(int bytes, Duration perSlice) {
    return with(new Pace(pace.perToken, bytes, perSlice, pace.cutAtByte, pace.cut, pace.held));
  }

  /** With the connection cut after so many bytes of the body, from 0. */
  public Script cutAtByte(long bytes, Cut cut) {
    return with(new Pace(pace.perToken, pace.sliceBytes, pace.perSlice, bytes, cut, pace.held));
  }

  /** With the connection cut after so many tokens. */
  public Script cutAfter(int tokens, Cut cut) {
    return endWith(tokens, new Step.CutOff(cut));
  }

  /** With the body ended in order after so many tokens, without a finish and without [DONE]. */
  public Script endAfter(int tokens) {
    return endWith(tokens);
  }

  /** With an error object after so many tokens, and nothing behind it. */
  public Script errorAfter(int tokens, String message) {
    return endWith(tokens, new Step.Failure(message));
  }

  /** With an event that is not JSON after so many tokens; the answer goes on behind it. */
  public Script malformedAfter(int tokens) {
    return insert(tokens, new Step.Raw("data: {\"choices\":[{\"delta\":{\"content\":\n\n"));
  }

  /** With characters of your own after so many tokens; the answer goes on behind them. */
  public Script rawAfter(int tokens, String characters) {
    return insert(tokens, new Step.Raw(characters));
  }

  /** With so many bytes without a line end after so many tokens. */
  public Script endlessLineAfter(int tokens, int bytes) {
    return insert(tokens, new Step.EndlessLine(bytes));
  }

  /** With the nth token (from 1) sent twice. */
  public Script doubleToken(int number) {
    return editToken(number, list -> List.of(list.getFirst(), list.getFirst()));
  }

  /** With the nth token (from 1) left out. */
  public Script skipToken(int number) {
    return editToken(number, _ -> List.of());
  }

  /** With the nth token (from 1) sent behind the one that follows it. */
  public Script swapToken(int number) {
    List<Step> swapped = new ArrayList<>(steps);
    int first = position(number) - 1;
    int second = position(number + 1) - 1;
    swapped.set(first, steps.get(second));
    swapped.set(second, steps.get(first));
    return new Script(head, swapped, pace);
  }

  /** With thinking in {@code reasoning_content} before the text, each piece one token. */
  public Script thinking(String... pieces) {
    List<Step> all = new ArrayList<>();
    for (String piece : pieces) {
      all.add(new Step.Thinking(piece));
    }
    all.addAll(steps);
    return new Script(head, all, pace);
  }

  /** With thinking as {@code <think>} text before the text; the marks are tokens too. */
  public Script thinkTags(String... pieces) {
    List<Step> all = new ArrayList<>();
    all.add(new Step.Text("<think>"));
    for (String piece : pieces) {
      all.add(new Step.Text(piece));
    }
    all.add(new Step.Text("</think>"));
    all.addAll(steps);
    return new Script(head, all, pace);
  }

  /** With another finish reason. */
  public Script finish(String reason) {
    return replace(step -> step instanceof Step.Finish ? new Step.Finish(reason) : step);
  }

  /** Without the chunk that says why the answer ended. */
  public Script withoutFinish() {
    return without(Step.Finish.class);
  }

  /** Without the chunk that counts tokens. */
  public Script withoutUsage() {
    return without(Step.Usage.class);
  }

  /** Without the {@code [DONE]} line. */
  public Script withoutDone() {
    return without(Step.Done.class);
  }

  /** The text that a reader of the whole answer has, as the steps now are. */
  public String wholeText() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Step.Text piece) {
        text.append(piece.text());
      }
    }
    return text.toString();
  }

  /** How many pieces of text and thinking the steps hold. */
  public int tokens() {
    return (int) steps.stream().filter(Step::isToken).count();
  }

  Head head() {
    return head;
  }

  List<Step> steps() {
    return steps;
  }

  Pace pace() {
    return pace;
  }

  private Script with(Head changed) {
    return new Script(changed, steps, pace);
  }

  private Script with(Pace changed) {
    return new Script(head, steps, changed);
  }

  private Script insert(int tokens, Step step) {
    List<Step> all = new ArrayList<>(steps);
    all.add(position(tokens), step);
    return new Script(head, all, pace);
  }

  private Script endWith(int tokens, Step... last) {
    List<Step> all = new ArrayList<>(steps.subList(0, position(tokens)));
    all.addAll(List.of(last));
    return new Script(head, all, pace);
  }

  private Script editToken(int number, UnaryOperator<List<Step>> edit) {
    int place = position(number) - 1;
    List<Step> all = new ArrayList<>(steps.subList(0, place));
    all.addAll(edit.apply(List.of(steps.get(place))));
    all.addAll(steps.subList(place + 1, steps.size()));
    return new Script(head, all, pace);
  }

  private Script replace(UnaryOperator<Step> change) {
    return new Script(head, steps.stream().map(change).toList(), pace);
  }

  private Script without(Class<? extends Step> kind) {
    return new Script(head, steps.stream().filter(step -> !kind.isInstance(step)).toList(), pace);
  }

  /** The index behind so many tokens, or behind the last. */
  private int position(int tokens) {
    int seen = 0;
    int last = 0;
    for (int i = 0; i < steps.size() && seen < tokens; i++) {
      if (steps.get(i).isToken()) {
        seen++;
        last = i + 1;
      }
    }
    return last;
  }
}
