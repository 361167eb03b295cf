package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Writes and reads the Server-Sent Events of {@code GET /events}. Stateless. */
public final class LiveEvents {
  private static final String PART_BEGIN = "{\"message_id\":";
  private static final String PART_MIDDLE = ",\"event\":";

  private LiveEvents() {}

  /**
   * An event that moves the reader's position.
   *
   * @param id the position after it, without line ends
   */
  public static byte[] sse(String id, LiveEvent event) {
    return ("id: " + id + "\n" + text(event)).getBytes(UTF_8);
  }

  /** An event that leaves the reader's position where it is. */
  public static byte[] sse(LiveEvent event) {
    return text(event).getBytes(UTF_8);
  }

  /**
   * What comes before the line of a piece of an answer, so that the line, which many readers share,
   * need not be copied for each: this, then the line as {@link AnswerEventEncoder#jsonLine} writes
   * it but without its line end, then {@link #afterPart}.
   */
  public static byte[] beforePart(long messageId) {
    String before =
        "event: " + LiveEvent.AnswerPart.TYPE + "\ndata: " + PART_BEGIN + messageId + PART_MIDDLE;
    return before.getBytes(UTF_8);
  }

  /** What comes after the line of a piece of an answer. */
  public static byte[] afterPart() {
    return "}\n\n".getBytes(UTF_8);
  }

  private static String text(LiveEvent event) {
    return "event: " + event.type() + "\ndata: " + data(event) + "\n\n";
  }

  private static String data(LiveEvent event) {
    JsonText json = JsonText.object();
    return switch (event) {
      case LiveEvent.Ready ready -> json.field("missed", ready.missed()).done();
      case LiveEvent.ChatChanged changed -> "{\"chat\":" + WireJson.write(changed.chat()) + "}";
      case LiveEvent.ChatDeleted deleted -> json.field("chat_id", deleted.chatId()).done();
      case LiveEvent.ProjectChanged changed ->
          "{\"project\":" + WireJson.write(changed.project()) + "}";
      case LiveEvent.ProjectDeleted deleted -> json.field("project_id", deleted.projectId()).done();
      case LiveEvent.AnswerStarted started ->
          WireJson.eventFields(
                  json.field("chat_id", started.chatId()),
                  new MessageStart(started.userMessage(), started.message()))
              .done();
      case LiveEvent.AnswerEnded ended ->
          json.field("chat_id", ended.chatId())
              .field("message_id", ended.messageId())
              .field("status", ended.status().wireName())
              .done();
      case LiveEvent.MessagesChanged changed -> json.field("chat_id", changed.chatId()).done();
      case LiveEvent.AnswerPart part ->
          PART_BEGIN + part.messageId() + PART_MIDDLE + part.jsonLine() + "}";
      case LiveEvent.AnswerRefused refused ->
          PART_BEGIN
              + refused.messageId()
              + ",\"problem\":"
              + WireJson.write(refused.problem())
              + "}";
    };
  }

  /**
   * Reads an event.
   *
   * @return the event; empty if its name is none of ours, which is to be passed over
   * @throws JsonFormatException if its data is not what its name promises
   */
  public static Optional<LiveEvent> read(SseEvent event) {
    if (event.event().equals(LiveEvent.AnswerPart.TYPE)) {
      return Optional.of(part(event.data()));
    }
    return Optional.ofNullable(
        switch (event.event()) {
          case LiveEvent.Ready.TYPE -> new LiveEvent.Ready(json(event).bool("missed", true));
          case LiveEvent.ChatChanged.TYPE ->
              new LiveEvent.ChatChanged(WireJson.readChat(json(event).object("chat")));
          case LiveEvent.ChatDeleted.TYPE ->
              new LiveEvent.ChatDeleted(json(event).int64("chat_id"));
          case LiveEvent.ProjectChanged.TYPE ->
              new LiveEvent.ProjectChanged(WireJson.readProject(json(event).object("project")));
          case LiveEvent.ProjectDeleted.TYPE ->
              new LiveEvent.ProjectDeleted(json(event).int64("project_id"));
          case LiveEvent.AnswerStarted.TYPE -> started(json(event));
          case LiveEvent.AnswerEnded.TYPE -> ended(json(event));
          case LiveEvent.MessagesChanged.TYPE ->
              new LiveEvent.MessagesChanged(json(event).int64("chat_id"));
          case LiveEvent.AnswerRefused.TYPE -> refused(json(event));
          default -> null;
        });
  }

  private static JsonFields json(SseEvent event) {
    return JsonFields.parse(event.data());
  }

  private static LiveEvent started(JsonFields json) {
    MessageStart start = WireJson.readStart(json);
    return new LiveEvent.AnswerStarted(json.int64("chat_id"), start.userMessage(), start.message());
  }

  private static LiveEvent ended(JsonFields json) {
    return new LiveEvent.AnswerEnded(
        json.int64("chat_id"),
        json.int64("message_id"),
        json.oneOf("status", MessageStatus::wireName, MessageStatus.values()));
  }

  private static LiveEvent refused(JsonFields json) {
    return new LiveEvent.AnswerRefused(
        json.int64("message_id"), WireJson.readProblem(json.object("problem")));
  }

  /**
   * The line inside is cut out and not parsed: whoever reads the answer parses it, and it comes for
   * every token.
   */
  private static LiveEvent part(String data) {
    int middle = data.indexOf(PART_MIDDLE);
    if (!data.startsWith(PART_BEGIN) || middle < 0 || !data.endsWith("}")) {
      throw new JsonFormatException("", shown(data), PART_BEGIN + "…" + PART_MIDDLE + "…}");
    }
    String id = data.substring(PART_BEGIN.length(), middle);
    try {
      return new LiveEvent.AnswerPart(
          Long.parseLong(id), data.substring(middle + PART_MIDDLE.length(), data.length() - 1));
    } catch (NumberFormatException e) {
      throw new JsonFormatException("message_id", shown(id), "an integer");
    }
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
