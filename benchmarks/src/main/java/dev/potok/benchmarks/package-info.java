/** What Potok costs, measured on real processes and sockets. Nothing here is published. */
@NullMarked
package dev.potok.benchmarks;

import org.jspecify.annotations.NullMarked;
