package dev.potok.web.state;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of the prompt library: {@code {{name}}} in it is a variable, and {@code {{name=default}}}
 * one that is filled in already. What is not of this form is text. Immutable.
 */
public final class PromptText {

  /** The most variables that are asked for; what looks like further ones is text. */
  public static final int MAX_VARIABLES = 20;

  private static final String OPENING = "{{";
  private static final String CLOSING = "}}";

  /**
   * A variable.
   *
   * @param name what is asked for; the same name is the same variable
   * @param byDefault what it is unless the reader says otherwise; the first that the text gives
   */
  public record Variable(String name, String byDefault) {}

  /** A piece of text, or the place of a variable, whose index it has; -1 for text. */
  private record Part(String text, int variable) {}

  private final List<Part> parts = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();

  /** Reads a text. */
  public PromptText(String text) {
    int begun = 0;
    int at = text.indexOf(OPENING);
    while (at >= 0) {
      int end = text.indexOf(CLOSING, at + OPENING.length());
      if (end < 0) {
        break;
      }
      int variable = variable(text.substring(at + OPENING.length(), end));
      if (variable >= 0) {
        parts.add(new Part(text.substring(begun, at), -1));
        parts.add(new Part("", variable));
        begun = end + CLOSING.length();
        at = text.indexOf(OPENING, begun);
      } else {
        at = text.indexOf(OPENING, at + 1);
      }
    }
    parts.add(new Part(text.substring(begun), -1));
  }

  /** The index of the variable that is written between the braces; -1 if that is none. */
  private int variable(String written) {
    int equals = written.indexOf('=');
    String name = (equals < 0 ? written : written.substring(0, equals)).strip();
    if (name.isEmpty() || hasAny(name, "{}\n")) {
      return -1;
    }
    String byDefault = equals < 0 ? "" : written.substring(equals + 1).strip();
    for (int i = 0; i < variables.size(); i++) {
      Variable known = variables.get(i);
      if (known.name().equals(name)) {
        if (known.byDefault().isEmpty()) {
          variables.set(i, new Variable(name, byDefault));
        }
        return i;
      }
    }
    if (variables.size() == MAX_VARIABLES) {
      return -1;
    }
    variables.add(new Variable(name, byDefault));
    return variables.size() - 1;
  }

  private static boolean hasAny(String text, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      if (text.indexOf(characters.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** What is to be asked for, in the order of the text. */
  public List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** The text with these values in the place of its {@link #variables}. */
  public String filled(List<String> values) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part.variable() < 0 ? part.text() : values.get(part.variable()));
    }
    return text.toString();
  }
}
