/**
 * The program of the process that runs a local GGUF file: llama.cpp behind the calls of an
 * OpenAI-compatible server, on the loopback and for its parent alone. A crash of the native code
 * ends this process and not the server. It ends by itself when its parent has gone.
 */
@NullMarked
package dev.potok.gguf;

import org.jspecify.annotations.NullMarked;
