/**
 * Providers that LangChain4j has adapters for, as an extension in a jar of its own. One class,
 * {@link dev.potok.langchain4j.LangChain4jProvider}, turns any of LangChain4j's streaming models
 * into a provider of Potok's. Their calls go over Potok's own connections, so that stops,
 * deadlines, retries and errors are the same as everywhere.
 */
@NullMarked
package dev.potok.langchain4j;

import org.jspecify.annotations.NullMarked;
