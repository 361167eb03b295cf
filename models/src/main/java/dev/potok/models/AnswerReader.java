package dev.potok.models;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelOutput;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed answer and hands it on. What came in one read is handed on together, the
 * pieces of a kind joined, so that a fast model costs its reader few calls. One answer; one thread.
 */
final class AnswerReader {

  /** How much is read at once, in bytes, and hence the most that is handed on together. */
  private static final int BUFFER_BYTES = 8 * 1024;

  private final ProviderSettings settings;
  private final AnswerWait wait;
  private final ModelOutput output;

  private final ThinkTags thinkTags = new ThinkTags(this::add);
  private final MessageStreamHandler handler = new MessageStreamHandler(new Listener());

  /** What was read and not yet handed on. */
  private final List<MessageDelta> pending = new ArrayList<>();

  /** Calls of tools follow the text that was read with them. */
  private final List<ToolCallDelta> pendingCalls = new ArrayList<>();

  private boolean started;
  private boolean anyUnknown;
  private @Nullable MessageEnd end;
  private @Nullable AnswerError error;

  AnswerReader(ProviderSettings settings, AnswerWait wait, ModelOutput output) {
    this.settings = settings;
    this.wait = wait;
    this.output = output;
  }

  /**
   * Reads to the end of the answer.
   *
   * @throws ModelException if it does not come
   * @throws InterruptedException if the thread is interrupted
   */
  ModelCompletion read(StreamedBody body) throws InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!handler.ended()) {
      int count;
      try {
        count = wait.read(body, buffer);
      } catch (ModelException e) {
        return afterBreak(e);
      }
      if (count < 0) {
        handler.end();
      } else {
        handler.feed(buffer, 0, count);
      }
      handOn();
    }
    MessageEnd last = end;
    if (last == null) {
      throw failure();
    }
    return completion(last);
  }

  /** All may have been said although the stream did not close as it should. */
  private ModelCompletion afterBreak(ModelException failure) throws InterruptedException {
    handler.end();
    handOn();
    MessageEnd last = end;
    if (last == null) {
      throw failure;
    }
    return completion(last);
  }

  private static ModelCompletion completion(MessageEnd end) {
    MessageMetadata metadata = end.message().metadata();
    return new ModelCompletion(end.finishReason(), metadata.tokens(), metadata.promptTokens());
  }

  private void add(MessageDelta delta) {
    pending.add(delta);
    wait.tokenCame();
  }

  private void handOn() throws InterruptedException {
    int next = 0;
    while (next < pending.size()) {
      MessageDelta.Kind kind = pending.get(next).kind();
      StringBuilder text = new StringBuilder();
      while (next < pending.size() && pending.get(next).kind() == kind) {
        text.append(pending.get(next).text());
        next++;
      }
      switch (kind) {
        case TEXT -> output.text(text.toString());
        case THINKING -> output.thinking(text.toString());
      }
    }
    pending.clear();
    for (ToolCallDelta call : pendingCalls) {
      output.toolCall(call);
    }
    pendingCalls.clear();
  }

  private ModelException failure() {
    AnswerError what = error;
    if (what == null) {
      throw new IllegalStateException("a stream ended with neither an end nor an error");
    }
    String detail = ErrorDetail.oneLine(settings.withoutKey(what.message()));
    return switch (what.code()) {
      case AnswerError.BAD_STREAM -> ModelException.of(Kind.BAD_RESPONSE, detail);
      case AnswerError.CUT_OFF ->
          anyUnknown && !started
              ? ModelException.of(
                  Kind.BAD_RESPONSE, "the stream holds nothing of a chat completion")
              : ModelException.of(Kind.CUT_OFF, detail);
      default -> ReportedFailure.of(what, settings);
    };
  }

  private final class Listener implements MessageStreamListener {

    @Override
    public void onMessageStart(MessageStart start) {
      started = true;
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      switch (delta.kind()) {
        case TEXT -> thinkTags.accept(delta.text());
        case THINKING -> add(delta);
      }
    }

    @Override
    public void onToolCall(ToolCallDelta delta) {
      pendingCalls.add(delta);
      wait.tokenCame();
    }

    @Override
    public void onMessageEnd(MessageEnd last) {
      thinkTags.end();
      end = last;
    }

    @Override
    public void onError(AnswerError what) {
      thinkTags.end();
      error = what;
    }

    @Override
    public void onUnknown(String event, String data) {
      anyUnknown = true;
    }
  }
}
