/**
 * What the build tells TeaVM: which resources the script carries, and which classes the browser
 * makes needless.
 *
 * <p>{@link dev.potok.web.teavm.PageSubstitutions} replaces tables that TeaVM and commonmark bring
 * along, a fifth of the compressed script, and a slow decoder of text, by what every browser knows
 * by itself. The replacements have the names and methods of what they replace.
 */
@NullMarked
package dev.potok.web.teavm;

import org.jspecify.annotations.NullMarked;
