/**
 * What answers: any OpenAI-compatible server, and the built-in guide, which needs none. Each stands
 * behind {@link dev.potok.engine.ModelProvider} and is plain blocking code that an interrupt ends.
 * Errors are {@link dev.potok.engine.ModelException}s that never hold a key.
 */
@NullMarked
package dev.potok.models;

import org.jspecify.annotations.NullMarked;
