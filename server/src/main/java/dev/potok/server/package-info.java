/**
 * The HTTP side of Potok.
 *
 * <p>{@link dev.potok.server.PotokServer} puts the routes together. Each route reads a request,
 * calls the engine, and writes what comes back; it decides nothing. Every request has its own
 * virtual thread. {@link dev.potok.server.AccessFilter} decides which requests may come in. What
 * all calls share is in {@code http}, the endpoint for OpenAI's clients in {@code openai}.
 */
@NullMarked
package dev.potok.server;

import org.jspecify.annotations.NullMarked;
