package dev.potok.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one mapping between the records of the wire and JSON, for the server, the page and the
 * client. Resources are in snake_case, {@code metadata} in camelCase. A field that is absent is
 * left out; a field that is not known is passed over.
 *
 * <p>Reading throws {@link JsonFormatException}; writing never fails.
 */
public final class WireJson {

  private WireJson() {}

  /** A message as JSON. */
  public static String write(MessageRead message) {
    return messageFields(JsonText.object(), message).done();
  }

  /** A project as JSON. */
  public static String write(ProjectRead project) {
    JsonText json =
        JsonText.object()
            .field("id", project.id())
            .field("name", project.name())
            .field("instructions", project.instructions());
    project.defaultModel().ifPresent(model -> json.field("default_model", model));
    return json.field("created_at", project.createdAt())
        .field("updated_at", project.updatedAt())
        .done();
  }

  /** A chat as JSON. */
  public static String write(ChatRead chat) {
    JsonText json = JsonText.object().field("id", chat.id());
    chat.projectId().ifPresent(id -> json.field("project_id", id));
    json.field("title", chat.title());
    chat.model().ifPresent(model -> json.field("model", model));
    optionFields(json, chat.options());
    chat.streamingMessageId().ifPresent(id -> json.field("streaming_message_id", id));
    json.field("created_at", chat.createdAt()).field("updated_at", chat.updatedAt());
    if (chat.pinned()) {
      json.field("pinned", true);
    }
    if (chat.archived()) {
      json.field("archived", true);
    }
    return json.done();
  }

  private static void optionFields(JsonText json, ChatOptions options) {
    if (!options.instructions().isEmpty()) {
      json.field("instructions", options.instructions());
    }
    options.temperature().ifPresent(value -> json.field("temperature", value));
    options.maxTokens().ifPresent(tokens -> json.field("max_tokens", tokens));
  }

  /** What sets all options of a chat: those that are empty are taken away. */
  public static String writeChange(ChatOptions options) {
    JsonText json = JsonText.object().field("instructions", options.instructions());
    if (options.temperature().isPresent()) {
      json.field("temperature", options.temperature().getAsDouble());
    } else {
      json.nullField("temperature");
    }
    if (options.maxTokens().isPresent()) {
      json.field("max_tokens", options.maxTokens().getAsLong());
    } else {
      json.nullField("max_tokens");
    }
    return json.done();
  }

  /** A text of the prompt library as JSON. */
  public static String write(PromptRead prompt) {
    return JsonText.object()
        .field("id", prompt.id())
        .field("name", prompt.name())
        .field("text", prompt.text())
        .field("created_at", prompt.createdAt())
        .field("updated_at", prompt.updatedAt())
        .done();
  }

  /** A model as JSON. */
  public static String write(ModelRead model) {
    return JsonText.object()
        .field("id", model.id())
        .field("name", model.name())
        .field("provider", model.provider())
        .field("is_default", model.isDefault())
        .done();
  }

  /** A problem as JSON. */
  public static String write(Problem problem) {
    JsonText json =
        JsonText.object()
            .field("type", "about:blank")
            .field("title", problem.title())
            .field("status", problem.status())
            .field("code", problem.code());
    if (!problem.fields().isEmpty()) {
      json.openArray("fields");
      for (Problem.Field field : problem.fields()) {
        json.openObject()
            .field("name", field.name())
            .field("value", field.value())
            .field("expected", field.expected())
            .end();
      }
      json.end();
    }
    problem.messageId().ifPresent(id -> json.field("message_id", id));
    problem.retryAfterSeconds().ifPresent(seconds -> json.field("retry_after", seconds));
    return json.done();
  }

  /** A list as a JSON array, each element written by the given mapping. */
  public static <T> String writeArray(List<T> elements, Function<T, String> mapping) {
    StringBuilder json = new StringBuilder("[");
    for (T element : elements) {
      json.append(json.length() == 1 ? "" : ",").append(mapping.apply(element));
    }
    return json.append(']').toString();
  }

  /** A message from JSON. */
  public static MessageRead readMessage(JsonFields json) {
    return new MessageRead(
        json.int64("id"),
        json.int64("chat_id"),
        json.optionalInt64("parent_id"),
        json.oneOf("role", Role::wireName, Role.values()),
        json.string("content"),
        json.string("created_at"),
        json.has("status")
            ? json.oneOf("status", MessageStatus::wireName, MessageStatus.values())
            : MessageStatus.COMPLETE,
        json.optionalObject("metadata").map(WireJson::readMetadata).orElse(MessageMetadata.NONE),
        json.int64s("versions"));
  }

  /** A project from JSON. */
  public static ProjectRead readProject(JsonFields json) {
    return new ProjectRead(
        json.int64("id"),
        json.string("name"),
        json.optionalString("instructions").orElse(""),
        json.optionalString("default_model"),
        json.string("created_at"),
        json.string("updated_at"));
  }

  /** A chat from JSON. */
  public static ChatRead readChat(JsonFields json) {
    return new ChatRead(
        json.int64("id"),
        json.optionalInt64("project_id"),
        json.string("title"),
        json.optionalString("model"),
        readOptions(json),
        json.optionalInt64("streaming_message_id"),
        json.string("created_at"),
        json.string("updated_at"),
        json.bool("pinned", false),
        json.bool("archived", false));
  }

  /** The options of a chat from its JSON; those that are absent or null are empty. */
  public static ChatOptions readOptions(JsonFields json) {
    return new ChatOptions(
        json.optionalString("instructions").orElse(""),
        json.optionalFloat64("temperature"),
        json.optionalInt64("max_tokens"));
  }

  /** A text of the prompt library from JSON. */
  public static PromptRead readPrompt(JsonFields json) {
    return new PromptRead(
        json.int64("id"),
        json.string("name"),
        json.string("text"),
        json.string("created_at"),
        json.string("updated_at"));
  }

  /** A model from JSON. */
  public static ModelRead readModel(JsonFields json) {
    return new ModelRead(
        json.string("id"),
        json.string("name"),
        json.string("provider"),
        json.bool("is_default", false));
  }

  /** A problem from JSON. */
  public static Problem readProblem(JsonFields json) {
    List<Problem.Field> fields = new ArrayList<>();
    for (JsonFields field : json.objects("fields")) {
      fields.add(
          new Problem.Field(field.string("name"), field.string("value"), field.string("expected")));
    }
    long status = json.int64("status");
    if (status < 100 || status > 599) {
      throw new JsonFormatException("status", Long.toString(status), "an HTTP status");
    }
    return new Problem(
        (int) status,
        json.string("code"),
        json.string("title"),
        fields,
        json.optionalInt64("message_id"),
        json.optionalInt64("retry_after"));
  }

  /** A list from a JSON array, each element read by the given mapping. */
  public static <T> List<T> readArray(String json, Function<JsonFields, T> mapping) {
    List<T> elements = new ArrayList<>();
    for (JsonFields fields : JsonFields.parseArray(json)) {
      elements.add(mapping.apply(fields));
    }
    return elements;
  }

  /** Adds the fields of an event's data to an object that is being written. */
  public static JsonText eventFields(JsonText json, AnswerEvent event) {
    switch (event) {
      case MessageStart start -> {
        start.userMessage().ifPresent(m -> messageFields(json.openObject("user_message"), m).end());
        messageFields(json.openObject("message"), start.message()).end();
      }
      case MessageDelta delta ->
          json.field(
              switch (delta.kind()) {
                case TEXT -> "delta";
                case THINKING -> "thinking";
              },
              delta.text());
      case MessageEnd end -> {
        messageFields(json.openObject("message"), end.message()).end();
        json.field("finish_reason", end.finishReason().wireName());
      }
      case AnswerError error -> {
        json.field("code", error.code())
            .field("message", error.message())
            .field("retryable", error.retryable());
        if (error.partial().isPresent()) {
          messageFields(json.openObject("partial"), error.partial().get()).end();
        } else {
          json.nullField("partial");
        }
      }
    }
    return json;
  }

  static MessageStart readStart(JsonFields json) {
    return new MessageStart(
        json.optionalObject("user_message").map(WireJson::readMessage),
        readMessage(json.object("message")));
  }

  static MessageDelta readDelta(JsonFields json) {
    Optional<String> text = json.optionalString("delta");
    if (text.isPresent()) {
      return MessageDelta.text(text.get());
    }
    return MessageDelta.thinking(
        json.optionalString("thinking")
            .orElseThrow(
                () -> new JsonFormatException("delta", "missing", "a delta or a thinking")));
  }

  static MessageEnd readEnd(JsonFields json) {
    return new MessageEnd(
        readMessage(json.object("message")),
        json.oneOf("finish_reason", FinishReason::wireName, FinishReason.values()));
  }

  static AnswerError readError(JsonFields json) {
    return new AnswerError(
        json.string("code"),
        json.string("message"),
        json.bool("retryable", false),
        json.optionalObject("partial").map(WireJson::readMessage));
  }

  private static JsonText messageFields(JsonText json, MessageRead message) {
    json.field("id", message.id()).field("chat_id", message.chatId());
    message.parentId().ifPresent(id -> json.field("parent_id", id));
    json.field("role", message.role().wireName())
        .field("content", message.content())
        .field("created_at", message.createdAt())
        .field("status", message.status().wireName());
    if (!message.metadata().equals(MessageMetadata.NONE)) {
      metadataFields(json.openObject("metadata"), message.metadata()).end();
    }
    if (!message.versions().isEmpty()) {
      json.openArray("versions");
      message.versions().forEach(json::element);
      json.end();
    }
    return json;
  }

  private static JsonText metadataFields(JsonText json, MessageMetadata metadata) {
    metadata.model().ifPresent(model -> json.field("model", model));
    metadata.tokens().ifPresent(tokens -> json.field("tokens", tokens));
    metadata.promptTokens().ifPresent(tokens -> json.field("promptTokens", tokens));
    AnswerTimes times = metadata.times();
    times.processing().ifPresent(millis -> json.field("processingTime", millis));
    times.firstToken().ifPresent(millis -> json.field("timeToFirstToken", millis));
    times.thinking().ifPresent(millis -> json.field("thinkingTime", millis));
    metadata
        .thinkingText()
        .ifPresent(text ->
            json.field("thinkingText", text)
                .field("hasThinkingProcess", true)
                .field("thinkingExpanded", metadata.thinkingExpanded()));
    metadata
        .error()
        .ifPresent(error ->
            json.openObject("error")
                .field("code", error.code())
                .field("message", error.message())
                .end());
    return json;
  }

  /** A message's metadata from JSON. */
  public static MessageMetadata readMetadata(JsonFields json) {
    return new MessageMetadata(
        json.optionalString("model"),
        json.optionalInt64("tokens"),
        json.optionalInt64("promptTokens"),
        new AnswerTimes(
            json.optionalInt64("processingTime"),
            json.optionalInt64("timeToFirstToken"),
            json.optionalInt64("thinkingTime")),
        json.optionalString("thinkingText").filter(text -> !text.isEmpty()),
        json.bool("thinkingExpanded", false),
        json.optionalObject("error")
            .map(error ->
                new MessageMetadata.Failure(error.string("code"), error.string("message"))));
  }

  /** A message's metadata as JSON. */
  public static String write(MessageMetadata metadata) {
    return metadataFields(JsonText.object(), metadata).done();
  }
}
