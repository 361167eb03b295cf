/**
 * The command {@code potok}.
 *
 * <p>{@link dev.potok.cli.Main} reads the command line, {@link dev.potok.cli.Settings} what it is
 * told by flags, environment and file, and {@link dev.potok.cli.Application} puts the parts of a
 * server together.
 */
@NullMarked
package dev.potok.cli;

import org.jspecify.annotations.NullMarked;
