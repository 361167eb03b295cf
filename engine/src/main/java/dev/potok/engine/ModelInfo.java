package dev.potok.engine;

/**
 * A model as its provider knows it.
 *
 * @param id the provider's name for it
 * @param name what a person reads
 */
public record ModelInfo(String id, String name) {}
