package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Plays one script as the response to one request. One thread, which may be interrupted. */
final class ScriptPlayer {

  /** Tells that the script cuts the connection here. */
  static final class CutHere extends IOException {
    private final Cut cut;

    CutHere(Cut cut) {
      super("the script cuts the connection");
      this.cut = cut;
    }

    Cut cut() {
      return cut;
    }
  }

  private static final int RAW_PIECE_BYTES = 64 * 1024;

  private final Script script;
  private final RecordedRequest request;
  private final CompletionJson json;
  private final HttpResponse response;
  private long bytesWritten;
  private int tokens;
  private long firstTokenNanos;

  ScriptPlayer(Script script, RecordedRequest request, CompletionJson json, HttpResponse response) {
    this.script = script;
    this.request = request;
    this.json = json;
    this.response = response;
  }

  /**
   * Plays the script to its end.
   *
   * @throws CutHere if the script ends with a cut, which is for the caller to do
   * @throws IOException if the client is gone
   */
  void play(boolean streaming) throws IOException, InterruptedException {
    Script.Head head = script.head();
    sleep(head.delay());
    if (head.status() == Script.NO_HEAD) {
      throw new CutHere(script.pace().cut());
    }
    if (!head.errorBody().isEmpty() || head.status() >= 300) {
      request.end(RecordedRequest.Outcome.PLAYED);
      response.whole(head.status(), head.headers(), head.errorBody());
    } else if (streaming) {
      stream(head);
    } else {
      answerWhole();
    }
  }

  private void stream(Script.Head head) throws IOException, InterruptedException {
    response.begin(head.status(), head.headers(), head.framing());
    write(event(json.role()));
    List<Step> steps = script.steps();
    for (int i = 0; i < steps.size(); i++) {
      await(steps.get(i));
      if (i == steps.size() - 1 && mayEndReading(steps.get(i))) {
        request.end(RecordedRequest.Outcome.PLAYED);
      }
      perform(steps.get(i));
    }
    request.end(RecordedRequest.Outcome.PLAYED);
    response.finish();
  }

  /**
   * Whether a client may close as soon as it has read this, so that the script counts as played
   * before it is written.
   */
  private boolean mayEndReading(Step step) {
    if (script.pace().cutAtByte() >= 0) {
      return false;
    }
    return switch (step) {
      case Step.Failure _, Step.Finish _, Step.Usage _, Step.Done _ -> true;
      case Step.Text _, Step.Thinking _, Step.Wait _, Step.Raw _ -> false;
      case Step.EndlessLine _, Step.CutOff _ -> false;
    };
  }

  /** Waits until it is this step's turn. */
  private void await(Step step) throws InterruptedException {
    if (!step.isToken()) {
      return;
    }
    if (script.pace().held()) {
      request.gate().pass();
    }
    long perToken = script.pace().perToken().toNanos();
    if (perToken > 0) {
      // From the first token on and not from the last, so that lateness does not add up.
      long now = System.nanoTime();
      if (tokens == 0) {
        firstTokenNanos = now;
      }
      sleep(Duration.ofNanos(firstTokenNanos + tokens * perToken - now));
    }
  }

  private void perform(Step step) throws IOException, InterruptedException {
    switch (step) {
      case Step.Text text -> token(json.delta("content", text.text()));
      case Step.Thinking thinking -> token(json.delta("reasoning_content", thinking.text()));
      case Step.Wait wait -> sleep(wait.time());
      case Step.Failure error -> write(event(CompletionJson.error(error.message(), 500)));
      case Step.Raw raw -> write(raw.text());
      case Step.EndlessLine line -> endlessLine(line.bytes());
      case Step.Finish finish -> write(event(json.finish(finish.reason())));
      case Step.Usage _ -> write(event(json.usage(1, tokens)));
      case Step.Done _ -> write("data: [DONE]\n\n");
      case Step.CutOff cut -> throw new CutHere(cut.cut());
    }
  }

  private void token(String chunk) throws IOException, InterruptedException {
    tokens++;
    write(event(chunk));
    request.sent(tokens);
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }

  private void endlessLine(int bytes) throws IOException, InterruptedException {
    byte[] piece = new byte[RAW_PIECE_BYTES];
    Arrays.fill(piece, (byte) 'x');
    for (int left = bytes; left > 0; left -= piece.length) {
      write(piece, Math.min(left, piece.length));
    }
  }

  private void write(String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(UTF_8);
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) throws IOException, InterruptedException {
    Script.Pace pace = script.pace();
    int slice = pace.sliceBytes() == 0 ? Integer.MAX_VALUE : pace.sliceBytes();
    for (int start = 0; start < length; ) {
      int size = Math.min(slice, length - start);
      if (pace.cutAtByte() >= 0) {
        size = (int) Math.min(size, pace.cutAtByte() - bytesWritten);
        if (size == 0) {
          throw new CutHere(pace.cut());
        }
      }
      response.piece(bytes, start, size);
      start += size;
      bytesWritten += size;
      sleep(pace.perSlice());
    }
  }

  /** The answer in one piece: what the steps add up to, if none of them ends it. */
  private void answerWhole() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    StringBuilder raw = new StringBuilder();
    String finishReason = "stop";
    for (Step step : script.steps()) {
      await(step);
      tokens += step.isToken() ? 1 : 0;
      switch (step) {
        case Step.Text piece -> text.append(piece.text());
        case Step.Thinking piece -> thinking.append(piece.text());
        case Step.Wait wait -> sleep(wait.time());
        case Step.Raw piece -> raw.append(piece.text());
        case Step.Finish finish -> finishReason = finish.reason();
        case Step.Failure error -> {
          respond(500, CompletionJson.error(error.message(), 500));
          return;
        }
        case Step.CutOff cut -> throw new CutHere(cut.cut());
        case Step.EndlessLine _, Step.Usage _, Step.Done _ -> {
          // These are ways of a stream; a whole answer has no such thing.
        }
      }
    }
    respond(200, raw + json.whole(text.toString(), thinking.toString(), finishReason, 1, tokens));
  }

  private void respond(int status, String body) throws IOException {
    request.end(RecordedRequest.Outcome.PLAYED);
    response.whole(status, Map.of("Content-Type", "application/json"), body);
  }

  private static void sleep(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      Thread.sleep(time);
    }
  }
}
