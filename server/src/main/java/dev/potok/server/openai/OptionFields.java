package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelOptions;
import dev.potok.protocol.JsonFields;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads how a model shall answer. Stateless. */
final class OptionFields {

  /** The most texts that may end an answer. */
  static final int MAX_STOP = 4;

  /** So little that only the likeliest word is left. */
  private static final double LEAST_TOP_P = 0.000001;

  private OptionFields() {}

  static ModelOptions read(JsonFields body) {
    List<ModelOptions.Tool> tools = ToolFields.tools(body);
    return new ModelOptions(
        between("temperature", body.optionalFloat64("temperature"), 0, 2),
        topP(body),
        maxTokens(body),
        stop(body),
        tools,
        ToolFields.choice(body, tools),
        FurtherFields.read(body));
  }

  private static OptionalDouble topP(JsonFields body) {
    OptionalDouble value = between("top_p", body.optionalFloat64("top_p"), 0, 1);
    if (value.isPresent() && value.getAsDouble() == 0) {
      // To OpenAI 0 means the likeliest word alone; other servers refuse it.
      return OptionalDouble.of(LEAST_TOP_P);
    }
    return value;
  }

  static OptionalDouble between(String name, OptionalDouble value, double least, double most) {
    if (value.isPresent() && !(value.getAsDouble() >= least && value.getAsDouble() <= most)) {
      throw new InvalidFieldException(
          name, Double.toString(value.getAsDouble()), (int) least + " to " + (int) most);
    }
    return value;
  }

  /** The newer name counts, if both are given. */
  private static OptionalInt maxTokens(JsonFields body) {
    String name = body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    OptionalLong value = body.optionalInt64(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() < 1 || value.getAsLong() > Integer.MAX_VALUE) {
      throw new InvalidFieldException(
          name, Long.toString(value.getAsLong()), "1 to " + Integer.MAX_VALUE);
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  private static List<String> stop(JsonFields body) {
    List<String> stop = body.isString("stop") ? List.of(body.string("stop")) : body.strings("stop");
    if (stop.size() > MAX_STOP) {
      throw new InvalidFieldException("stop", stop.size() + " texts", "at most " + MAX_STOP);
    }
    if (stop.stream().anyMatch(String::isEmpty)) {
      throw new InvalidFieldException("stop", "\"\"", "texts that are not empty");
    }
    return stop;
  }
}
