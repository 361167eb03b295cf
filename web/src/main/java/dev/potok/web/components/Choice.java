package dev.potok.web.components;

/**
 * One of several things that can be done.
 *
 * @param name what it is called
 * @param hint what else is said of it; may be empty
 * @param action does it
 */
public record Choice(String name, String hint, Runnable action) {}
