package dev.potok.engine;

import dev.potok.protocol.PotokException;

/** There is no such thing, or none that this owner may see. */
public final class NotFoundException extends PotokException {

  /** The kinds of things that can be missing. */
  public enum Thing {
    PROJECT("project_not_found"),
    CHAT("chat_not_found"),
    MESSAGE("message_not_found"),
    PROMPT("prompt_not_found"),
    MODEL("model_unknown");

    private final String code;

    Thing(String code) {
      this.code = code;
    }

    /** The code on the wire; stable. */
    public String code() {
      return code;
    }
  }

  private final Thing thing;
  private final String id;

  /** Something is missing. */
  public NotFoundException(Thing thing, String id) {
    super(thing.code() + ": " + id);
    this.thing = thing;
    this.id = id;
  }

  /** Something is missing. */
  public NotFoundException(Thing thing, long id) {
    this(thing, Long.toString(id));
  }

  /** What is missing. */
  public Thing thing() {
    return thing;
  }

  /** The id that was asked for. */
  public String id() {
    return id;
  }
}
