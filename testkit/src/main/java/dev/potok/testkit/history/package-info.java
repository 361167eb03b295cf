/**
 * What happened to answers, written down as it happened, and the rules that it must keep.
 *
 * <p>A {@link dev.potok.testkit.history.History} holds what clients were promised, what each reader
 * saw, and what is stored at the end. The {@link dev.potok.testkit.history.Checker} says which
 * {@link dev.potok.testkit.history.Rule} it breaks, and where.
 */
@NullMarked
package dev.potok.testkit.history;

import org.jspecify.annotations.NullMarked;
