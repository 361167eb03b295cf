package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import dev.potok.cli.terminal.TerminalMarkdown;
import dev.potok.client.PotokClientException;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageMetadata;
import java.net.URI;
import java.util.function.IntSupplier;

/** How answers look at the console: their text, in colour or plain, and what is said about them. */
final class ChatOutput {
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final Console console;
  private final ClientFailure failures;
  private final Look look;
  private final boolean isTalk;

  /**
   * How answers look.
   *
   * @param inColour whether Markdown is shown in colour, or as it stands
   * @param width how many columns the terminal has now
   */
  record Look(boolean inColour, IntSupplier width) {}

  /**
   * Writes answers to a console.
   *
   * @param server the address of the server that answers
   * @param isTalk whether a person talks, who is told more than the answers
   */
  ChatOutput(Console console, URI server, Look look, boolean isTalk) {
    this.console = console;
    this.failures = new ClientFailure(console, server);
    this.look = look;
    this.isTalk = isTalk;
  }

  Console console() {
    return console;
  }

  /** A text that is shown as it grows. */
  final class Text {
    private final TerminalMarkdown markdown = new TerminalMarkdown(look.inColour(), look.width());
    private boolean endsLine = true;
    private boolean thinks;

    /** What the model thinks before it says something; dimmed, and only shown to a person. */
    void think(String thinking) {
      String safe = SafeText.of(thinking);
      if (isTalk && look.inColour() && !safe.isEmpty()) {
        if (!thinks) {
          finish();
          thinks = true;
        }
        write(DIM + safe + PLAIN);
        endsLine = safe.endsWith("\n");
      }
    }

    void append(String text) {
      if (thinks && !text.isEmpty()) {
        endLine();
        write("\n");
        thinks = false;
      }
      write(markdown.append(text));
    }

    /** Ends the text with its line. */
    void finish() {
      write(markdown.finish());
      endLine();
    }

    private void endLine() {
      if (!endsLine) {
        write("\n");
      }
    }

    private void write(String shown) {
      if (!shown.isEmpty()) {
        endsLine = shown.endsWith("\n");
        console.print(shown);
      }
    }
  }

  Text text() {
    return new Text();
  }

  /** A whole text, such as an earlier message. */
  void whole(String text) {
    Text shown = text();
    shown.append(text);
    shown.finish();
  }

  /** Says how an answer has ended, and what it took. */
  void ended(MessageEnd end) {
    switch (end.finishReason()) {
      case STOP, TOOL_CALLS -> {
        // As it should.
      }
      case LENGTH -> console.warn("chat_too_long");
      case STOPPED -> console.warn("chat_stopped");
      case CONTENT_FILTER -> console.warn("chat_filtered");
    }
    if (isTalk) {
      about(end.message().metadata());
    }
  }

  /** Says that an answer is read no more, though it may go on. */
  void left() {
    console.warn("chat_left");
  }

  private void about(MessageMetadata metadata) {
    StringBuilder line = new StringBuilder(SafeText.line(metadata.model().orElse("")));
    metadata.tokens().ifPresent(tokens -> line.append(" · " + console.text("chat_tokens", tokens)));
    metadata
        .processingTime()
        .ifPresent(ms -> line.append(" · " + console.text("chat_seconds", ms / 1000.0)));
    quiet(line.toString());
  }

  /** A line of a list. */
  void line(String line) {
    console.print(line + "\n");
  }

  /** A line that is not of the chat. */
  void quiet(String line) {
    console.print(look.inColour() ? DIM + line + PLAIN + "\n" : line + "\n");
  }

  /** Says why something other than an answer was not to be had. */
  void refusal(PotokClientException e) {
    console.complain(failures.sentence(e));
  }

  /** Says why there is no answer, or no more of it. */
  void failure(PotokClientException e) {
    console.warn("chat_failed", failures.sentence(e));
  }
}
