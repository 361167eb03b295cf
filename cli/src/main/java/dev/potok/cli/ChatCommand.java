package dev.potok.cli;

import dev.potok.client.AnswerFailedException;
import dev.potok.client.ConnectionListener;
import dev.potok.client.PotokClient;
import dev.potok.client.RetryLaterException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chats at the terminal, or asks one question and writes its answer. */
@Command(
    name = "chat",
    description = {
      "Chat with a running server at the terminal.",
      "With -p, or with text on the standard input, ask once and write the answer to the standard"
          + " output."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:The answer came to its end.",
      " 1:The server is not there or refused.",
      " 2:Wrong usage.",
      " 3:The answer was cut off or stopped.",
      " 4:The answer failed.",
      "130:Ctrl-C; the answer was stopped."
    })
final class ChatCommand implements Callable<Integer> {
  static final int CUT_OFF = 3;
  static final int FAILED = 4;

  private final Map<String, String> environment;
  private final Console console;

  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      description = "Ask this and end; what is on the standard input comes behind it.")
  private @Nullable String prompt;

  @Option(
      names = {"-c", "--chat"},
      paramLabel = "ID",
      description = "Go on with this chat.")
  private @Nullable Long chatId;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "ID",
      description = "The model that is to answer.")
  private @Nullable String model;

  ChatCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    StandardStreams streams = StandardStreams.ofProcess();
    boolean asksOnce = prompt != null || !streams.inIsTerminal();
    ChatOutput output = new ChatOutput(console, streams.inColour(environment), !asksOnce);
    URI address = server.address(environment, console);
    try (PotokClient client =
        server.client(environment, console).connectionListener(reconnecting()).build()) {
      ChatTalk talk =
          new ChatTalk(
              client,
              chatId == null ? OptionalLong.empty() : OptionalLong.of(chatId),
              Optional.ofNullable(model));
      if (asksOnce) {
        return askOnce(talk, question(streams.piped()), output);
      }
      try (Terminal terminal =
          TerminalBuilder.builder().system(true).encoding(console.charset()).build()) {
        new ChatPrompt(talk, terminal, historyFile(), output).run(address);
        return 0;
      }
    }
  }

  private String question(String piped) {
    return Stream.of(prompt == null ? "" : prompt, piped)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private int askOnce(ChatTalk talk, String question, ChatOutput output) {
    if (question.isEmpty()) {
      console.warn("chat_nothing_asked");
      return 2;
    }
    // Ctrl-C ends the process; the answer nobody waits for any more is ended with it.
    Thread ending = Thread.ofPlatform().unstarted(talk::stopQuietly);
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      boolean isWhole = talk.ask(question, output);
      return isWhole ? 0 : CUT_OFF;
    } catch (AnswerFailedException e) {
      output.failure(e);
      return FAILED;
    } catch (RetryLaterException e) {
      if (!talk.hasBegun()) {
        throw e;
      }
      output.failure(e);
      return CUT_OFF;
    } finally {
      forget(ending);
    }
  }

  private static void forget(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is running.
    }
  }

  private ConnectionListener reconnecting() {
    AtomicBoolean isSaid = new AtomicBoolean();
    return new ConnectionListener() {
      @Override
      public void lost(String reason, Duration wait) {
        if (!isSaid.getAndSet(true)) {
          console.warn("chat_reconnecting", reason);
        }
      }

      @Override
      public void restored() {
        isSaid.set(false);
        console.warn("chat_reconnected");
      }
    };
  }

  /** Where earlier questions are kept: readable by their writer alone. */
  private Path historyFile() throws IOException {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path folder =
        (state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state))
            .resolve("potok");
    Files.createDirectories(folder);
    Path file = folder.resolve("chat-history");
    if (!Files.exists(file) && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }
}
