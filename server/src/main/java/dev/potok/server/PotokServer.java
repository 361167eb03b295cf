package dev.potok.server;

import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Chats;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Messages;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.Projects;
import dev.potok.engine.SavedPrompts;
import dev.potok.engine.Search;
import dev.potok.engine.Transfers;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.PotokException;
import dev.potok.server.http.BadRequestException;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.LastRequest;
import dev.potok.server.http.Problems;
import dev.potok.server.http.ReaderWatch;
import dev.potok.server.http.Responses;
import dev.potok.server.openai.OpenAiErrors;
import dev.potok.server.openai.OpenAiRoutes;
import dev.potok.server.transfer.TransferRoutes;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The web server: all routes on one port. */
public final class PotokServer implements AutoCloseable {

  /** How long open connections may go on when the server closes. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  /** How long a connection may be idle between two requests. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  /**
   * How much the system keeps for each connection that does not take it, in bytes; Linux doubles it
   * for its own needs.
   */
  static final int SEND_BUFFER_BYTES = 64 * 1024;

  private final WebServer server;
  private final ChangeFeed changes;
  private final ReaderWatch watch;
  private final ComeBack comeBack;
  private final OpenAiRoutes openAi;

  /**
   * A server that listens from now on.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param clock the time of day
   * @param random thread-safe
   * @throws InvalidFieldException if the host is not loopback
   * @throws java.io.UncheckedIOException if the port cannot be used
   */
  public PotokServer(
      ServerSettings settings,
      Projects projects,
      Chats chats,
      Messages messages,
      SavedPrompts prompts,
      Search search,
      Transfers transfers,
      Answers answers,
      ModelCatalog models,
      ChangeFeed changes,
      LongSupplier nanoTime,
      Clock clock,
      RandomGenerator random) {
    this.changes = changes;
    this.comeBack = new ComeBack(random);
    this.watch = new ReaderWatch(nanoTime, ReaderWatch.STALLED_AFTER);
    AnswerStream stream = new AnswerStream(watch, comeBack);
    HttpRouting.Builder routing = HttpRouting.builder();
    ClientLines lines = new ClientLines(watch);
    this.openAi = new OpenAiRoutes(models, lines, watch, comeBack, nanoTime, clock, random);
    registerErrors(routing, lines);
    routing
        .addFilter(new LastRequest(lines))
        .addFilter(new AccessFilter(settings))
        .get("/health", (request, response) -> health(request, response, settings))
        .head("/health", (request, response) -> health(request, response, settings))
        .register(
            ServerSettings.API,
            new ProjectsRoutes(projects),
            new ChatsRoutes(chats),
            new MessagesRoutes(messages, answers, stream),
            new PromptsRoutes(prompts),
            new SearchRoutes(search),
            new TransferRoutes(transfers, models, lines, watch, nanoTime, clock),
            new ModelsRoutes(models),
            new EventsRoutes(changes, answers, watch, comeBack))
        .register(OpenAiRoutes.PATH, openAi)
        .register("/", new PageRoutes(settings))
        .any(PotokServer::noRoute);
    InetAddress address = loopback(settings.host());
    checkFree(address, settings.port());
    this.server =
        WebServer.builder()
            .address(address)
            .port(settings.port())
            .shutdownHook(false)
            .shutdownGracePeriod(CLOSE_WITHIN)
            .idleConnectionTimeout(IDLE)
            .connectionOptions(options -> options.socketSendBufferSize(SEND_BUFFER_BYTES))
            .addConnectionSelector(lines)
            .directHandlers(UnreadableRequests.handlers())
            .addRouting(routing)
            .build()
            .start();
    if (!server.isRunning()) {
      throw new IllegalStateException("the server has not started; the log says why");
    }
  }

  private void registerErrors(HttpRouting.Builder routing, ClientLines lines) {
    Problems problems = new Problems(comeBack);
    OpenAiErrors openAiErrors = new OpenAiErrors(comeBack);
    ErrorHandler<Throwable> handler =
        (request, response, e) -> {
          boolean withinRequest = !request.content().consumed();
          if (withinRequest) {
            response.header(HeaderValues.CONNECTION_CLOSE);
          }
          if (OpenAiRoutes.isCalledBy(request.prologue())) {
            openAiErrors.handle(request, response, e);
          } else {
            problems.handle(request, response, e);
          }
          if (withinRequest) {
            lines.current().endWithinThisRequest();
          }
        };
    routing.error(PotokException.class, handler);
    routing.error(HttpException.class, handler);
    routing.error(Throwable.class, handler);
  }

  /** The port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** How many readers have a stream open. */
  public int openReaders() {
    return watch.count();
  }

  /** Lets {@code /health} say that the server is about to end. */
  public void announceClose() {
    comeBack.close();
  }

  /**
   * Waits for the calls of the OpenAI-compatible endpoint that run, and ends those that take
   * longer; for after {@link #announceClose}.
   */
  public void endModelCalls(Duration grace) throws InterruptedException {
    openAi.end(grace);
  }

  /** Ends the server. What is running has to be ended before. */
  @Override
  public void close() {
    comeBack.close();
    changes.close();
    server.stop();
    watch.close();
  }

  private static InetAddress loopback(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()) {
        return address;
      }
    } catch (UnknownHostException e) {
      throw new InvalidFieldException("host", host, "an address of this machine");
    }
    throw new InvalidFieldException(
        "host", host, "a loopback address such as 127.0.0.1, as long as there are no accounts");
  }

  /** Helidon only logs that it cannot listen, and goes on without. */
  private static void checkFree(InetAddress address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // Without this, connections that a server before has closed keep its port for a minute.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on " + address.getHostAddress() + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private void health(ServerRequest request, ServerResponse response, ServerSettings settings) {
    String json =
        JsonText.object()
            .field("status", comeBack.closing() ? "closing" : "ok")
            .field("version", settings.version())
            .done();
    Responses.json(request, response, comeBack.closing() ? 503 : 200, json);
  }

  private static void noRoute(ServerRequest request, ServerResponse response) {
    throw BadRequestException.noRoute(request.prologue().uriPath().path());
  }
}
