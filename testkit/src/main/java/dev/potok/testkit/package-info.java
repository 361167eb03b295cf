/**
 * What Potok's tests and benchmarks run against; never published.
 *
 * <p>{@link dev.potok.testkit.ScriptedModelServer} is a model server that does what a {@link
 * dev.potok.testkit.Script} says, {@link dev.potok.testkit.FaultProxy} breaks connections, and
 * {@link dev.potok.testkit.PotokProcess} is a real Potok in a process of its own. All of it listens
 * on 127.0.0.1 only and speaks over real sockets.
 */
@NullMarked
package dev.potok.testkit;

import org.jspecify.annotations.NullMarked;
