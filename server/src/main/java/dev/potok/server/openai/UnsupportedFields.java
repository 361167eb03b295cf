package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.protocol.JsonFields;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Refuses what would make the answer another one and cannot be handed on to a model: better no
 * answer than one that is not what was asked for. Values that change nothing are let through, and
 * so are fields that are hints, or that OpenAI does not know. Stateless.
 */
final class UnsupportedFields {
  private static final List<String> REFUSED =
      List.of("audio", "functions", "function_call", "web_search_options");
  private static final List<String> PENALTIES = List.of("presence_penalty", "frequency_penalty");

  private UnsupportedFields() {}

  static void refuse(JsonFields body) {
    one(body.optionalInt64("n"));
    if (body.bool("logprobs", false)) {
      throw new InvalidFieldException("logprobs", "true", "false");
    }
    zero("top_logprobs", body.optionalFloat64("top_logprobs"));
    for (String penalty : PENALTIES) {
      zero(penalty, body.optionalFloat64(penalty));
    }
    body.optionalObject("logit_bias")
        .filter(bias -> !bias.names().isEmpty())
        .ifPresent(bias -> {
          throw new InvalidFieldException("logit_bias", bias.json(), "none");
        });
    format(body);
    for (String modality : body.strings("modalities")) {
      if (!modality.equals("text")) {
        throw new InvalidFieldException("modalities", modality, "text");
      }
    }
    if (!body.objects("tools").isEmpty() && !body.bool("parallel_tool_calls", true)) {
      throw new InvalidFieldException("parallel_tool_calls", "false", "true");
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

  private static void format(JsonFields body) {
    body.optionalObject("response_format")
        .map(format -> format.string("type"))
        .filter(type -> !type.equals("text"))
        .ifPresent(type -> {
          throw new InvalidFieldException("response_format.type", type, "text");
        });
  }
}
