/**
 * The endpoint for the clients of OpenAI: {@code /v1/chat/completions} and {@code /v1/models}. It
 * stores nothing: {@link dev.potok.server.openai.CompletionRequest} reads what is asked, {@link
 * dev.potok.server.openai.ModelCall} lets the model answer for as long as the client is there, and
 * the answer goes out as a stream or as a whole.
 */
@NullMarked
package dev.potok.server.openai;

import org.jspecify.annotations.NullMarked;
