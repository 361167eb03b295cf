package dev.potok.protocol;

/**
 * A model on offer.
 *
 * @param id what a request names it by
 * @param name what a person reads
 * @param provider the name of the provider that offers it
 * @param isDefault whether it answers when no model is named
 */
public record ModelRead(String id, String name, String provider, boolean isDefault) {}
