package dev.potok.cli;

import dev.potok.client.AnswerFailedException;
import dev.potok.client.ConnectionListener;
import dev.potok.client.PotokClient;
import dev.potok.client.PotokClientException;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chats at the terminal, or asks one question and writes its answer. */
@Command(name = "chat", mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
  static final int CUT_OFF = 3;
  static final int FAILED = 4;

  private final Map<String, String> environment;
  private final Console console;

  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT")
  private @Nullable String prompt;

  @Option(
      names = {"-c", "--chat"},
      paramLabel = "ID")
  private @Nullable Long chatId;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "ID")
  private @Nullable String model;

  ChatCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    StandardStreams streams = StandardStreams.ofProcess();
    boolean asksOnce = prompt != null || !streams.inIsTerminal();
    URI address = server.address(environment, console);
    ChatOutput.Look look = new ChatOutput.Look(streams.inColour(environment), streams::width);
    ChatOutput output = new ChatOutput(console, address, look, !asksOnce);
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
          TerminalBuilder.builder()
              .system(true)
              .encoding(console.charset())
              .stdinEncoding(console.charset())
              .stdoutEncoding(console.charset())
              .build()) {
        new ChatPrompt(talk, terminal, historyFile(), output).run(address);
        return 0;
      }
    } catch (PotokClientException e) {
      console.complain(new ClientFailure(console, address).sentence(e));
      return CommandLine.ExitCode.SOFTWARE;
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
    Thread ending = Thread.ofPlatform().unstarted(talk::stopBeforeTheEnd);
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return talk.ask(question, output) == ChatTalk.Outcome.WHOLE ? 0 : CUT_OFF;
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
          console.warn("chat_reconnecting");
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
