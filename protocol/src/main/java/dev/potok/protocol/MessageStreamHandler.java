package dev.potok.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream of one answer from bytes as they come, cut anywhere, and calls a {@link
 * MessageStreamListener}.
 *
 * <p>It finds out by itself what it reads. The framing is told by the first byte that is no line
 * end nor of a byte order mark: JSON lines begin with a brace, everything else is Server-Sent
 * Events. The format is told by the first event that only one format can have; events before it are
 * unknown ones. The formats, each in both framings, are Potok's own events, OpenAI's chat
 * completions and Responses, Anthropic's Messages, Ollama's lines, the AI SDK's UI message stream,
 * and streams of {@code message.created}, {@code token} and {@code done}. What a foreign format
 * does not have, such as ids of messages, is empty.
 *
 * <p>Every stream ends for its listener exactly once: with an end, or with an error. One that
 * closes without either gives {@link AnswerError#CUT_OFF}, and one that breaks its format {@link
 * AnswerError#BAD_STREAM}; both leave {@link #lastSeq} where a reader can resume.
 *
 * <p>One handler for one stream; one thread at a time. An exception of the listener comes out of
 * {@link #feed}, and the handler is then of no further use.
 */
public final class MessageStreamHandler {

  private final MessageStreamListener listener;
  private final List<Dialect> candidates;
  private final Dialect.Sink sink = new ListenerSink();

  private @Nullable SseDecoder sse;
  private @Nullable JsonLinesDecoder jsonLines;
  private @Nullable Dialect dialect;

  /** How many bytes of a byte order mark the stream begins with. */
  private int markMatched;

  /** How many blank lines came before the first byte that tells the framing. */
  private int blankLines;

  private boolean afterCarriageReturn;
  private long lastSeq;
  private boolean ended;

  /** Nothing more can be read, since the bytes broke the format. */
  private boolean broken;

  /** The last line is being read, which may be cut. */
  private boolean closing;

  /** A handler at the start of a stream of any format. */
  public MessageStreamHandler(MessageStreamListener listener) {
    this(
        listener,
        List.of(
            new TokenDialect(),
            new PotokDialect(),
            new OpenAiChatDialect(),
            new AnthropicDialect(),
            new OpenAiResponsesDialect(),
            new OllamaDialect(),
            new AiSdkDialect()));
  }

  private MessageStreamHandler(MessageStreamListener listener, List<Dialect> candidates) {
    this.listener = listener;
    this.candidates = candidates;
  }

  /**
   * A handler at the start of a stream that comes from Potok's own server. To it, events of another
   * format are unknown ones; and what is compiled for a browser need not hold the other formats.
   */
  public static MessageStreamHandler ofPotok(MessageStreamListener listener) {
    return new MessageStreamHandler(listener, List.of(new PotokDialect()));
  }

  /** Takes all of the given bytes. */
  public void feed(byte[] bytes) {
    feed(bytes, 0, bytes.length);
  }

  /**
   * Takes the stream's next bytes and calls the listener for every event that they complete. Never
   * throws for what the bytes hold: that is told to the listener.
   */
  public void feed(byte[] bytes, int offset, int length) {
    if (broken) {
      return;
    }
    try {
      decode(bytes, offset, length);
    } catch (StreamFormatException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /** The stream has closed. If the answer has not come to its end, the listener gets an error. */
  public void end() {
    if (broken || ended) {
      return;
    }
    long lastLine = lineNumber();
    if (jsonLines != null) {
      closeJsonLines(jsonLines);
    }
    if (dialect != null && !ended) {
      dialect.close(sink);
    }
    if (!ended) {
      ended = true;
      listener.onError(
          new AnswerError(
              AnswerError.CUT_OFF,
              "the stream closed in line " + lastLine + " without an end of the answer",
              true,
              Optional.empty()));
    }
  }

  /** Whether the listener was told the end or an error. */
  public boolean ended() {
    return ended;
  }

  /** The sequence number of the last event that was handed on, 0 if none had one. */
  public long lastSeq() {
    return lastSeq;
  }

  private void decode(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    if (sse == null && jsonLines == null) {
      while (start < end && isNextOfMark(bytes[start])) {
        markMatched++;
        start++;
      }
      while (start < end && isLineEnd(bytes[start])) {
        countLineEnd(bytes[start]);
        start++;
      }
      if (start == end) {
        return;
      }
      chooseFraming(bytes[start]);
    }
    if (sse != null) {
      sse.feed(bytes, start, end - start);
    } else if (jsonLines != null) {
      jsonLines.feed(bytes, start, end - start);
    }
  }

  private boolean isNextOfMark(byte b) {
    return blankLines == 0
        && markMatched < SseDecoder.BYTE_ORDER_MARK.length
        && b == SseDecoder.BYTE_ORDER_MARK[markMatched];
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private void countLineEnd(byte b) {
    if ((b == '\r' || !afterCarriageReturn) && blankLines < Integer.MAX_VALUE / 2) {
      blankLines++;
    }
    afterCarriageReturn = b == '\r';
  }

  private void chooseFraming(byte first) {
    boolean isMarkWhole = markMatched % SseDecoder.BYTE_ORDER_MARK.length == 0;
    if (first == '{' && isMarkWhole) {
      jsonLines = new JsonLinesDecoder(blankLines, line -> accept(new StreamEvent("", line, "")));
    } else {
      sse =
          new SseDecoder(
              blankLines,
              new SseListener() {
                @Override
                public void onEvent(SseEvent event) {
                  accept(new StreamEvent(event.event(), event.data(), event.id()));
                }

                @Override
                public void onRetry(long millis) {
                  if (!ended) {
                    listener.onRetry(millis);
                  }
                }

                @Override
                public void onIgnored(String field) {
                  checkIsField(field);
                }
              });
      if (blankLines == 0) {
        sse.feed(SseDecoder.BYTE_ORDER_MARK, 0, markMatched);
      }
    }
  }

  /** A last line without a line end may be whole, or cut like the rest of the stream. */
  private void closeJsonLines(JsonLinesDecoder decoder) {
    closing = true;
    try {
      decoder.end();
    } catch (StreamFormatException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A field of a name that is not known is ignored, as the standard says. What cannot be a name at
   * all is something that got into the stream, and perhaps in the place of a piece of the answer.
   */
  private void checkIsField(String field) {
    if (dialect == null || broken || ended) {
      return;
    }
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      boolean isOfName =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!isOfName) {
        fail("line " + lineNumber() + ": no field of an event: " + JsonFields.shorten(field));
        return;
      }
    }
  }

  private void accept(StreamEvent event) {
    if (broken) {
      return;
    }
    if (ended) {
      if (!event.isDone()) {
        sink.unknown(event);
      }
      return;
    }
    try {
      Dialect chosen = dialect == null ? recognise(event) : dialect;
      if (chosen == null) {
        sink.unknown(event);
      } else {
        chosen.read(event, sink);
      }
    } catch (JsonFormatException e) {
      if (saysNothing(event) || (!isNamedByAFormat(event) && event.jsonIfAny().isEmpty())) {
        sink.unknown(event);
      } else if (!closing) {
        String where = e.field().isEmpty() ? "" : " in: " + JsonFields.shorten(event.data());
        fail("line " + eventLineNumber() + ": " + e.getMessage() + where);
      }
    }
  }

  /**
   * Some servers keep a connection open with events that are empty, and some relays close every
   * stream with {@code [DONE]}; to a format that has neither, they are no piece of the answer.
   */
  private static boolean saysNothing(StreamEvent event) {
    return event.isDone() || (event.isUnnamed() && event.data().strip().isEmpty());
  }

  /** An event that bears a name of no known format need not hold JSON. */
  private boolean isNamedByAFormat(StreamEvent event) {
    if (event.isUnnamed()) {
      return true;
    }
    if (dialect != null) {
      return dialect.names(event.name());
    }
    for (Dialect candidate : candidates) {
      if (candidate.names(event.name())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Dialect recognise(StreamEvent event) {
    if (event.isDone()) {
      // Several formats end with it; before anything that tells, it is the end of nothing.
      return null;
    }
    for (Dialect candidate : candidates) {
      if (candidate.recognises(event)) {
        dialect = candidate;
        return candidate;
      }
    }
    return null;
  }

  private void fail(String what) {
    broken = true;
    if (!ended) {
      ended = true;
      listener.onError(new AnswerError(AnswerError.BAD_STREAM, what, true, Optional.empty()));
    }
  }

  private long lineNumber() {
    if (sse != null) {
      return sse.lineNumber();
    }
    return jsonLines != null ? jsonLines.lineNumber() : blankLines + 1;
  }

  private long eventLineNumber() {
    return sse != null ? sse.eventLineNumber() : lineNumber();
  }

  /** Hands on what a dialect reads, and nothing after the end. */
  private final class ListenerSink implements Dialect.Sink {

    @Override
    public void event(AnswerEvent event) {
      ended = event.isLast();
      switch (event) {
        case MessageStart start -> listener.onMessageStart(start);
        case MessageDelta delta -> listener.onMessageDelta(delta);
        case MessageEnd end -> listener.onMessageEnd(end);
        case AnswerError error -> listener.onError(error);
      }
    }

    @Override
    public void toolCall(ToolCallDelta delta) {
      listener.onToolCall(delta);
    }

    @Override
    public void unknown(StreamEvent event) {
      listener.onUnknown(event.name(), event.data());
    }

    @Override
    public void position(long seq) {
      lastSeq = seq;
    }
  }
}
