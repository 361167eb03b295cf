package dev.potok.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Runs one model for its parent process: {@code GgufServer FILE CONTEXT_TOKENS}.
 *
 * <p>The first line of the standard input is the token that requests must bear. The standard output
 * then says in one line {@code potok-gguf ready PORT} or {@code potok-gguf failed WHY}. The end of
 * the standard input is the end of the process: it comes even if the parent is killed.
 */
public final class GgufServer {

  /** Begins the line that the parent waits for, since native code may print as well. */
  private static final String MARK = "potok-gguf ";

  private GgufServer() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws IOException {
    serve(arguments, Llama::load);
  }

  /** Serves what a loader loads. */
  static void serve(String[] arguments, LocalModel.Loader loader) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    String token = in.readLine();
    if (token == null || arguments.length != 2) {
      say("failed give FILE and CONTEXT_TOKENS, and a token on the standard input");
      return;
    }
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWith(in));
    int contextTokens = Integer.parseInt(arguments[1]);
    Engine engine;
    try {
      engine = new Engine(loader.load(Path.of(arguments[0]), contextTokens), contextTokens);
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      say("failed " + oneLine(e));
      halt();
      return;
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    // Native calls block, where a virtual thread would hold its carrier.
    server.setExecutor(
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("answer-", 0).factory()));
    server.createContext("/", new CompletionHandler(token, engine));
    server.start();
    say("ready " + server.getAddress().getPort());
  }

  private static void endWith(BufferedReader in) {
    try {
      while (in.readLine() != null) {
        // The parent says nothing more.
      }
    } catch (IOException e) {
      // Gone as well.
    }
    removeLibraries();
    halt();
  }

  /** A parent that was killed cannot remove what was unpacked for its child. */
  private static void removeLibraries() {
    String folder = System.getProperty("de.kherud.llama.tmpdir");
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(Path.of(folder));
    } catch (IOException e) {
      // Some systems keep a library that is in use; they clear their folder of such files.
    }
  }

  /** At once: a native call may be running, and need not come to its end. */
  static void halt() {
    Runtime.getRuntime().halt(0);
  }

  private static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static void say(String what) {
    System.out.println(MARK + what);
    System.out.flush();
  }
}
