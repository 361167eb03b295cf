package dev.potok.engine;

/** The checks of what users give, each with a message that says what would be accepted. */
final class Limits {

  /** The longest id of a model, in characters. */
  static final int MAX_MODEL_ID = 300;

  private Limits() {}

  static void notBlank(String field, String value) {
    if (value.isBlank()) {
      throw new InvalidFieldException(field, "\"" + value + "\"", "not blank");
    }
  }

  static void atMost(String field, String value, int characters) {
    if (value.length() > characters) {
      throw new InvalidFieldException(
          field, value.length() + " characters", "at most " + characters + " characters");
    }
  }

  static void modelId(String field, String value) {
    notBlank(field, value);
    atMost(field, value, MAX_MODEL_ID);
  }

  static void between(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidFieldException(field, Long.toString(value), least + " to " + most);
    }
  }

  static void range(String field, double value, int least, int most) {
    if (!(value >= least && value <= most)) {
      throw new InvalidFieldException(field, Double.toString(value), least + " to " + most);
    }
  }
}
