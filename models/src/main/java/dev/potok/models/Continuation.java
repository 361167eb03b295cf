package dev.potok.models;

/** How a model that cannot simply go on with a text is asked to. */
public final class Continuation {

  /** What the user's turn behind the unfinished answer says. */
  public static final String REQUEST =
      "Your last message was cut off. Continue it from the exact place where it stops, in the same"
          + " language. Begin with the very next character; repeat nothing and explain nothing.";

  private Continuation() {}
}
