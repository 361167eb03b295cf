package dev.potok.protocol;

import java.util.Optional;

/**
 * A further piece of a call that the model asks the caller to make of one of its tools. The pieces
 * of one call have the same index; the first brings its id and the tool's name.
 *
 * @param index which of the answer's calls grows, from 0
 * @param id the call's id, as the model gives it
 * @param name the tool's name
 * @param arguments what is appended to the call's arguments, which are JSON when they are whole
 */
public record ToolCallDelta(
    int index, Optional<String> id, Optional<String> name, String arguments) {}
