package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes an answer's events as bytes, in either framing. What {@link MessageStreamHandler} reads
 * from them is what was written. Stateless.
 */
public final class AnswerEventEncoder {

  /** The media type of Server-Sent Events. */
  public static final String SSE_TYPE = "text/event-stream";

  /** The media type of JSON lines. */
  public static final String JSON_LINES_TYPE = "application/x-ndjson";

  private AnswerEventEncoder() {}

  /** An event as Server-Sent Event: its number as {@code id}, its data as one line of JSON. */
  public static byte[] sse(long seq, AnswerEvent event) {
    String data = WireJson.eventFields(JsonText.object(), event).done();
    return ("id: " + seq + "\nevent: " + event.type() + "\ndata: " + data + "\n\n").getBytes(UTF_8);
  }

  /** An event as a line of JSON, with its type and number inside. */
  public static byte[] jsonLine(long seq, AnswerEvent event) {
    JsonText json = JsonText.object().field("type", event.type()).field("seq", seq);
    return jsonLine(WireJson.eventFields(json, event).done());
  }

  /** The bytes of an event that is written as JSON already. */
  public static byte[] jsonLine(String json) {
    return Utf8.bytes(json + "\n");
  }

  /** A comment, which keeps a connection open and says nothing. */
  public static byte[] ssePing() {
    return ": ping\n\n".getBytes(UTF_8);
  }

  /** A blank line, which keeps a connection open and says nothing. */
  public static byte[] jsonLinesPing() {
    return "\n".getBytes(UTF_8);
  }

  /** Tells an SSE reader how long to wait before it reconnects. */
  public static byte[] sseRetry(long millis) {
    return ("retry: " + millis + "\n\n").getBytes(UTF_8);
  }
}
