package dev.potok.models;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelInfo;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the list of models that a server offers. */
final class ModelList {

  /** Models that servers list among the others although they cannot chat. */
  private static final Pattern NOT_FOR_CHAT =
      Pattern.compile(
          "(^|.*[/-])(embed|embedding|embeddings)([-_:.].*|$)|.*-embed-.*"
              + "|(whisper|tts|dall-e|omni-moderation|text-moderation|gpt-image|sora"
              + "|babbage|davinci)-.*|nomic-embed.*|mxbai-embed.*");

  private ModelList() {}

  /**
   * The models that can chat, in the server's order; all of them if none looks like it.
   *
   * @throws ModelException if the text is not a list of models
   */
  static List<ModelInfo> parse(String json) {
    List<ModelInfo> all;
    try {
      all = entries(json).stream().map(ModelList::model).flatMap(Optional::stream).toList();
    } catch (JsonFormatException e) {
      throw ModelException.of(
          ModelException.Kind.BAD_RESPONSE,
          ErrorDetail.oneLine("list of models: " + e.getMessage()));
    }
    List<ModelInfo> chatting = all.stream().filter(model -> canChat(model.id())).toList();
    return chatting.isEmpty() ? all : chatting;
  }

  static boolean canChat(String id) {
    return !NOT_FOR_CHAT.matcher(id.toLowerCase(Locale.ROOT)).matches();
  }

  /** The name of a model of which no more than the id is known. */
  static ModelInfo ofId(String id) {
    if (!id.endsWith(".gguf")) {
      return new ModelInfo(id, id);
    }
    // llama.cpp names a model by the path of its file.
    int file = Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1;
    return new ModelInfo(id, id.substring(file, id.length() - ".gguf".length()));
  }

  /** The list stands in {@code data}, with some servers bare; Ollama without models has null. */
  private static List<JsonFields> entries(String json) {
    if (json.stripLeading().startsWith("[")) {
      return JsonFields.parseArray(json);
    }
    JsonFields fields = JsonFields.parse(json);
    if (!fields.mentions("data")) {
      throw ModelException.of(
          ModelException.Kind.BAD_RESPONSE, "list of models: data is missing (expected: an array)");
    }
    return fields.objects("data");
  }

  private static Optional<ModelInfo> model(JsonFields entry) {
    Optional<String> name =
        entry
            .optionalString("name")
            .or(() -> entry.optionalString("display_name"))
            .filter(text -> !text.isBlank());
    return entry
        .optionalString("id")
        .filter(id -> !id.isBlank())
        .map(id -> name.map(text -> new ModelInfo(id, text)).orElseGet(() -> ofId(id)));
  }
}
