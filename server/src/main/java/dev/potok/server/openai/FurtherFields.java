package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelOptions;
import dev.potok.protocol.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields that Potok hands on as they are, to providers that speak OpenAI's protocol. With any
 * other provider they are refused, since the answer would not be what was asked for. Values that
 * change nothing are left out. Stateless.
 */
final class FurtherFields {
  private static final List<String> WORDS = List.of("reasoning_effort", "verbosity");
  private static final List<String> PENALTIES = List.of("presence_penalty", "frequency_penalty");

  private FurtherFields() {}

  /** The fields as the text of a JSON object; empty for none. */
  static String read(JsonFields body) {
    Set<String> names = new HashSet<>();
    if (body.optionalInt64("seed").isPresent()) {
      names.add("seed");
    }
    for (String name : WORDS) {
      if (body.optionalString(name).isPresent()) {
        names.add(name);
      }
    }
    for (String name : PENALTIES) {
      if (OptionFields.between(name, body.optionalFloat64(name), -2, 2).orElse(0) != 0) {
        names.add(name);
      }
    }
    if (body.optionalObject("logit_bias").filter(bias -> !bias.names().isEmpty()).isPresent()) {
      names.add("logit_bias");
    }
    if (body.optionalObject("response_format")
        .filter(format -> !format.string("type").equals("text"))
        .isPresent()) {
      names.add("response_format");
    }
    if (!body.objects("tools").isEmpty() && !body.bool("parallel_tool_calls", true)) {
      names.add("parallel_tool_calls");
    }
    return names.isEmpty() ? "" : body.only(names).json();
  }

  /**
   * Refuses all of them.
   *
   * @throws InvalidFieldException if there is one
   */
  static void refuse(ModelOptions options) {
    for (int i = 0; i < options.tools().size(); i++) {
      if (options.tools().get(i).strict()) {
        throw refused("tools[" + i + "].function.strict", "true");
      }
    }
    if (!options.further().isEmpty()) {
      String first = JsonFields.parse(options.further()).names().iterator().next();
      throw refused(first, "given");
    }
  }

  private static InvalidFieldException refused(String name, String value) {
    return new InvalidFieldException(name, value, "none, since this model cannot be told");
  }
}
