package dev.potok.engine;

/**
 * Whose data something is. Every read and write of user data names its owner.
 *
 * @param id the owner's number
 */
public record Owner(long id) {

  /** The one person on a server without accounts. */
  public static final Owner LOCAL = new Owner(1);
}
