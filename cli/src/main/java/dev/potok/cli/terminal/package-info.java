/**
 * Answers on a terminal. {@link dev.potok.cli.terminal.TerminalMarkdown} shows Markdown in colour
 * as it arrives, {@link dev.potok.cli.terminal.SafeText} takes out whatever could command the
 * terminal. It knows no server and reads nothing.
 */
@NullMarked
package dev.potok.cli.terminal;

import org.jspecify.annotations.NullMarked;
