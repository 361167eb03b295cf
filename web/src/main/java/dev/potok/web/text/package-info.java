/**
 * What the page says, in every language it speaks.
 *
 * <p>{@link dev.potok.web.text.Text} names each sentence, the bundles {@code
 * messages_<language>.properties} hold them, and {@link dev.potok.web.text.Messages} joins the two
 * and writes numbers. Nothing here touches the browser: how a number is written comes in through
 * the constructor.
 */
@NullMarked
package dev.potok.web.text;

import org.jspecify.annotations.NullMarked;
