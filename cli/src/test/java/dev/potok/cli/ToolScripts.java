package dev.potok.cli;

import dev.potok.testkit.Script;

/** Answers of a model that asks for a tool. */
final class ToolScripts {

  /** The arguments of the call. */
  static final String ARGUMENTS = "{\"city\": \"Riga\"}";

  private ToolScripts() {}

  /** A call of {@code weather}, in pieces. */
  static Script weather() {
    return Script.text()
        .rawAfter(
            0,
            chunk(
                    "\"id\":\"call_1\",\"type\":\"function\"",
                    "\"name\":\"weather\",\"arguments\":\"\"")
                + chunk("", "\"arguments\":\"{\\\"city\\\": \"")
                + chunk("", "\"arguments\":\"\\\"Riga\\\"}\""))
        .finish("tool_calls");
  }

  private static String chunk(String fields, String function) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
        + (fields.isEmpty() ? "" : fields + ",")
        + "\"function\":{"
        + function
        + "}}]},\"finish_reason\":null}]}\n\n";
  }
}
