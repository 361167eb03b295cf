/**
 * Makes the moving picture of the README: a scene played on a real server in Chromium, and kept as
 * an animated GIF, of which each frame holds only what has changed. Run by hand.
 */
@NullMarked
package dev.potok.benchmarks.picture;

import org.jspecify.annotations.NullMarked;
