package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.protocol.JsonFields;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Refuses what would make the answer another one and cannot be handed on to any model: better no
 * answer than one that is not what was asked for. Values that change nothing are let through, and
 * so are fields that are hints, or that OpenAI does not know. Stateless.
 */
final class UnsupportedFields {
  private static final List<String> REFUSED =
      List.of("audio", "functions", "function_call", "web_search_options");

  private UnsupportedFields() {}

  static void refuse(JsonFields body) {
    one(body.optionalInt64("n"));
    if (body.bool("logprobs", false)) {
      throw new InvalidFieldException("logprobs", "true", "false");
    }
    zero("top_logprobs", body.optionalFloat64("top_logprobs"));
    for (String modality : body.strings("modalities")) {
      if (!modality.equals("text")) {
        throw new InvalidFieldException("modalities", modality, "text");
      }
    }
    for (String name : REFUSED) {
      if (body.has(name)) {
        throw new InvalidFieldException(name, "given", "none");
      }
    }
  }

  private static void one(OptionalLong n) {
    if (n.isPresent() && n.getAsLong() != 1) {
      throw new InvalidFieldException("n", Long.toString(n.getAsLong()), "1");
    }
  }

  private static void zero(String name, OptionalDouble value) {
    if (value.isPresent() && value.getAsDouble() != 0) {
      throw new InvalidFieldException(name, Double.toString(value.getAsDouble()), "0");
    }
  }
}
