/**
 * What the build tells TeaVM: which classes the browser makes needless.
 *
 * <p>{@link dev.potok.teavm.PageSubstitutions} replaces tables, regular expressions and a slow
 * decoder of text, which TeaVM and commonmark bring along, a third of the compressed script, by
 * what every browser has by itself. The replacements have the names and methods of what they
 * replace. {@link dev.potok.teavm.PageMethods} replaces single methods of a class that is kept.
 *
 * <p>TeaVM asks its class path in order: this module has to stand ahead of its class library.
 */
@NullMarked
package dev.potok.teavm;

import org.jspecify.annotations.NullMarked;
