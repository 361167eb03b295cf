/**
 * Markdown to HTML: CommonMark with GFM's tables, strikethrough, autolinks, task lists and
 * footnotes.
 *
 * <p>{@link dev.potok.markdown.MarkdownRenderer} renders a text at once, {@link
 * dev.potok.markdown.GrowingMarkdown} one that grows, and says which of its blocks changed. The
 * HTML is safe to put into a page as it is: raw HTML is shown as text, links lead only to the web
 * and to mail, and nothing is loaded from elsewhere.
 *
 * <p>Everything here runs on the JVM and, compiled by TeaVM, in the browser. There the program has
 * to bring the resource {@code org/commonmark/internal/util/entities.txt} of commonmark-java
 * itself, by a {@code ResourceSupplier} of TeaVM's, since TeaVM takes no resources along.
 */
@NullMarked
package dev.potok.markdown;

import org.jspecify.annotations.NullMarked;
