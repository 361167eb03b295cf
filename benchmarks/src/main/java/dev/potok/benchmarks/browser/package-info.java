/** What TeaVM compiles for a browser to measure there. */
@NullMarked
package dev.potok.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
