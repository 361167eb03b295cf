package dev.potok.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelOptions;
import dev.potok.protocol.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schema of a tool's arguments in LangChain4j's classes: objects, arrays, enumerations of
 * texts and the simple types, with descriptions and required fields. What else a schema can say is
 * passed over, except types, which must be one of these.
 */
final class ToolSchema {

  private ToolSchema() {}

  /**
   * The schema of a tool.
   *
   * @throws ModelException if it holds a type that cannot be told
   */
  static JsonObjectSchema of(ModelOptions.Tool tool) {
    return tool.parameters().isEmpty()
        ? JsonObjectSchema.builder().build()
        : object(JsonFields.parse(tool.parameters()), tool.name());
  }

  private static JsonObjectSchema object(JsonFields schema, String place) {
    JsonObjectSchema.Builder object = JsonObjectSchema.builder().description(description(schema));
    schema
        .optionalObject("properties")
        .ifPresent(properties -> {
          for (String name : properties.names()) {
            object.addProperty(name, element(properties.object(name), place + "." + name));
          }
        });
    return object.required(schema.strings("required")).build();
  }

  private static JsonSchemaElement element(JsonFields schema, String place) {
    String description = description(schema);
    if (schema.has("enum")) {
      return JsonEnumSchema.builder()
          .enumValues(schema.strings("enum"))
          .description(description)
          .build();
    }
    String type = schema.isString("type") ? schema.string("type") : "";
    return switch (type) {
      case "string" -> JsonStringSchema.builder().description(description).build();
      case "integer" -> JsonIntegerSchema.builder().description(description).build();
      case "number" -> JsonNumberSchema.builder().description(description).build();
      case "boolean" -> JsonBooleanSchema.builder().description(description).build();
      case "array" ->
          JsonArraySchema.builder()
              .description(description)
              .items(element(schema.object("items"), place + "[]"))
              .build();
      case "object" -> object(schema, place);
      default ->
          throw ModelException.of(
              Kind.REFUSED,
              "tool "
                  + place
                  + ": type \""
                  + type
                  + "\" (expected: object, array, string, integer, number, boolean or an enum)");
    };
  }

  private static @Nullable String description(JsonFields schema) {
    return schema.optionalString("description").orElse(null);
  }
}
