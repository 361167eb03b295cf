package dev.potok.cli;

import dev.potok.cli.terminal.SafeText;
import dev.potok.client.ChatQuery;
import dev.potok.client.PotokClientException;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * Reads what a person types, line by line, and does it until the person leaves. Ctrl-C stops the
 * answer that is coming; at the prompt it empties the line, and twice in a row it leaves.
 */
final class ChatPrompt {

  /** How many chats are listed. */
  private static final int CHATS_LISTED = 20;

  /** How many earlier messages are shown of a chat that is opened. */
  private static final int MESSAGES_SHOWN = 10;

  private static final String PROMPT = "› ";

  private final ChatTalk talk;
  private final Terminal terminal;
  private final ChatOutput output;
  private final Console console;
  private final LineReader reader;

  /** A question that was not answered, and is edited again. */
  private String givenBack = "";

  ChatPrompt(ChatTalk talk, Terminal terminal, Path history, ChatOutput output) {
    this.talk = talk;
    this.terminal = terminal;
    this.output = output;
    this.console = output.console();
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("potok")
            .parser(new ChatLine.OneText())
            .completer(ChatLine.completer())
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "  ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /**
   * Talks until the person leaves.
   *
   * @param server whose address is shown
   * @throws PotokClientException at the start, if it is not there, or the chat that was asked for
   */
  void run(URI server) {
    // Better said now than to somebody who has typed a long question.
    talk.client().models();
    console.say("chat_welcome", server.toString());
    talk.chatId().ifPresent(this::show);
    boolean asksToLeave = false;
    while (true) {
      try {
        String line = reader.readLine(PROMPT, (Character) null, givenBack);
        givenBack = "";
        asksToLeave = false;
        if (!take(ChatLine.of(line))) {
          return;
        }
      } catch (UserInterruptException e) {
        if (asksToLeave && e.getPartialLine().isEmpty()) {
          return;
        }
        givenBack = "";
        asksToLeave = e.getPartialLine().isEmpty();
        if (asksToLeave) {
          console.say("chat_leave");
        }
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  /** Does what was typed; false to leave. */
  private boolean take(ChatLine line) {
    switch (line.kind()) {
      case NOTHING -> {
        // An empty line says nothing.
      }
      case TEXT -> answer(() -> ask(line.rest()));
      case HELP -> console.say("chat_help");
      case NEW -> {
        talk.startAnew();
        console.say("chat_new");
      }
      case MODEL -> model(line.rest());
      case MODELS -> call(this::listModels);
      case CHATS -> call(this::listChats);
      case OPEN -> open(line.rest());
      case RETRY -> answer(() -> talk.repeat(false, output));
      case CONTINUE -> answer(() -> talk.repeat(true, output));
      case QUIT -> {
        return false;
      }
      case UNKNOWN -> console.warn("chat_unknown_command", SafeText.line(line.rest()));
    }
    return true;
  }

  private void ask(String question) {
    if (talk.ask(question, output) == ChatTalk.Outcome.NOT_BEGUN) {
      console.warn("chat_given_back");
      givenBack = question;
    }
  }

  /** Does what waits for the server, which Ctrl-C ends. */
  private void call(Runnable action) {
    interruptibly(() -> {
      try {
        talk.call(action);
      } catch (PotokClientException e) {
        output.refusal(e);
      }
    });
  }

  private void answer(Runnable asking) {
    interruptibly(() -> {
      try {
        asking.run();
      } catch (PotokClientException e) {
        output.failure(e);
      }
    });
  }

  private void interruptibly(Runnable action) {
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> talk.interrupt());
    boolean echoed = terminal.echo(false);
    try {
      action.run();
    } finally {
      terminal.echo(echoed);
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  private void model(String id) {
    if (id.isEmpty()) {
      console.say("chat_model", talk.model().orElse(console.text("chat_model_default")));
    } else {
      talk.choose(id);
      console.say("chat_model", SafeText.line(id));
    }
  }

  private void listModels() {
    for (ModelRead model : talk.client().models()) {
      output.line((model.isDefault() ? "* " : "  ") + SafeText.line(model.id()));
    }
  }

  private void listChats() {
    for (ChatRead chat : talk.client().chats(ChatQuery.all().limit(CHATS_LISTED)).chats()) {
      boolean isOpen = talk.chatId().equals(OptionalLong.of(chat.id()));
      output.line((isOpen ? "* " : "  ") + chat.id() + "  " + SafeText.line(chat.title()));
    }
  }

  private void open(String id) {
    if (id.matches("[0-9]{1,18}")) {
      call(() -> show(Long.parseLong(id)));
    } else {
      console.warn("chat_open_what", SafeText.line(id));
    }
  }

  private void show(long id) {
    for (MessageRead message : talk.open(id, MESSAGES_SHOWN)) {
      if (message.role() == Role.USER) {
        output.quiet(PROMPT + SafeText.of(message.content()));
      } else {
        output.whole(message.content());
      }
    }
  }
}
