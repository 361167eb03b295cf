package dev.potok.protocol;

/** Who speaks in a message. */
public enum Role {
  USER("user"),
  ASSISTANT("assistant"),
  SYSTEM("system");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** The role's name in JSON. */
  public String wireName() {
    return wireName;
  }
}
