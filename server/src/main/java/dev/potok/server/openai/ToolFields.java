package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.ModelOptions.ToolChoice;
import dev.potok.protocol.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which tools a model may ask for. Stateless. */
final class ToolFields {

  /** The one kind of tool there is. */
  static final String FUNCTION = "function";

  private static final String CHOICE = "tool_choice";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private ToolFields() {}

  static List<ModelOptions.Tool> tools(JsonFields body) {
    List<ModelOptions.Tool> tools = new ArrayList<>();
    List<JsonFields> given = body.objects("tools");
    for (int i = 0; i < given.size(); i++) {
      String path = "tools[" + i + "].";
      String type = given.get(i).string("type");
      if (!type.equals(FUNCTION)) {
        throw new InvalidFieldException(path + "type", type, FUNCTION);
      }
      JsonFields function = given.get(i).object(FUNCTION);
      String name = function.string("name");
      if (!NAME.matcher(name).matches()) {
        throw new InvalidFieldException(
            path + "function.name", name, "1 to 64 letters, digits, underscores and dashes");
      }
      tools.add(
          new ModelOptions.Tool(
              name,
              function.optionalString("description").orElse(""),
              function.optionalObject("parameters").map(JsonFields::json).orElse(""),
              function.bool("strict", false)));
    }
    return tools;
  }

  static ToolChoice choice(JsonFields body, List<ModelOptions.Tool> tools) {
    if (!body.has(CHOICE)) {
      return ToolChoice.AUTO;
    }
    ToolChoice choice = body.isString(CHOICE) ? byWord(body.string(CHOICE)) : byName(body, tools);
    if (choice.kind() == ToolChoice.Kind.REQUIRED && tools.isEmpty()) {
      throw new InvalidFieldException(CHOICE, "required", "only with tools");
    }
    return choice;
  }

  private static ToolChoice byWord(String word) {
    return switch (word) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> new ToolChoice(ToolChoice.Kind.NONE, Optional.empty());
      case "required" -> new ToolChoice(ToolChoice.Kind.REQUIRED, Optional.empty());
      default ->
          throw new InvalidFieldException(CHOICE, word, "auto, none, required or a function");
    };
  }

  private static ToolChoice byName(JsonFields body, List<ModelOptions.Tool> tools) {
    JsonFields choice = body.object(CHOICE);
    String type = choice.string("type");
    if (!type.equals(FUNCTION)) {
      throw new InvalidFieldException(CHOICE + ".type", type, FUNCTION);
    }
    String name = choice.object(FUNCTION).string("name");
    if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      throw new InvalidFieldException(CHOICE + ".function.name", name, "one of the tools");
    }
    return new ToolChoice(ToolChoice.Kind.REQUIRED, Optional.of(name));
  }
}
