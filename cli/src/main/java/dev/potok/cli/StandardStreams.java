package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jline.terminal.impl.ffm.FfmTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * What the process reads and whether a person sits at its ends.
 *
 * @param in the standard input
 * @param inIsTerminal whether it is a terminal
 * @param outIsTerminal whether the standard output is one
 */
record StandardStreams(InputStream in, boolean inIsTerminal, boolean outIsTerminal) {

  /** What a terminal is taken for that does not say how wide it is, in columns. */
  private static final int USUAL_WIDTH = 80;

  static StandardStreams ofProcess() {
    TerminalProvider provider = new FfmTerminalProvider();
    return new StandardStreams(
        System.in,
        provider.isSystemStream(SystemStream.Input),
        provider.isSystemStream(SystemStream.Output));
  }

  /** How many columns the terminal has now at which the output goes. */
  int width() {
    int width = new FfmTerminalProvider().systemStreamWidth(SystemStream.Output);
    return width > 0 ? width : USUAL_WIDTH;
  }

  /** Whether the output may be coloured. */
  boolean inColour(Map<String, String> environment) {
    boolean isPlain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return outIsTerminal && !isPlain;
  }

  /** All that is piped in; nothing where a person types. */
  String piped() throws IOException {
    return inIsTerminal ? "" : new String(in.readAllBytes(), UTF_8);
  }
}
