/**
 * What is drawn in messages after they are shown: code in colours, formulas, diagrams. A script of
 * its own, which the page loads when a text first has something for it; it draws while the browser
 * has nothing else to do.
 *
 * <p>The page and this script share no objects. It finds in the document what it can draw, and
 * marks what it has drawn.
 */
@NullMarked
package dev.potok.web.rich;

import org.jspecify.annotations.NullMarked;
