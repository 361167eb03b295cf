package dev.potok.models;

import dev.potok.engine.ModelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds OpenAI-compatible servers on this computer by asking the usual ports for their models.
 *
 * <p>A port is first tried with a bare connection: where nothing listens, which is the usual case,
 * that takes a millisecond and no HTTP client.
 */
public final class LocalServers {

  /** The servers that people run, with the ports they listen on unless told otherwise. */
  public static final List<Place> USUAL =
      List.of(
          new Place("ollama", 11434, true),
          new Place("llama.cpp", 8080, true),
          new Place("lm-studio", 1234, false));

  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);

  /**
   * Only who listens and says nothing makes a start wait so long. On a busy machine the client's
   * first request alone can take a second, and a server that is missed stays unknown until the next
   * start.
   */
  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(3);

  /**
   * Where to look.
   *
   * @param name the name of the provider that is found there
   * @param port a TCP port of 127.0.0.1
   * @param goesOn as {@link ProviderSettings#goesOn}
   */
  public record Place(String name, int port, boolean goesOn) {}

  private final List<Place> places;
  private final ModelHttp http;
  private final Retries retries;

  /** Looks at the given places; what it finds uses the given connections. */
  public LocalServers(List<Place> places, ModelHttp http, Retries retries) {
    this.places = List.copyOf(places);
    this.http = http;
    this.retries = retries;
  }

  /**
   * The servers that answer now, in the order of the places. Asks all at once and takes at most
   * about three seconds.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public List<HttpModelProvider> find() throws InterruptedException {
    List<Callable<Optional<HttpModelProvider>>> questions =
        places.stream()
            .map(place -> (Callable<Optional<HttpModelProvider>>) () -> findAt(place))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(questions).stream()
          .map(LocalServers::answer)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private Optional<HttpModelProvider> findAt(Place place) throws InterruptedException {
    if (!listens(place.port())) {
      return Optional.empty();
    }
    URI url = URI.create("http://127.0.0.1:" + place.port() + "/v1");
    HttpModelProvider provider =
        HttpModelProvider.openAi(
            ProviderSettings.of(place.name(), url).withGoesOn(place.goesOn()), http, retries);
    try {
      provider.listed(LIST_TIMEOUT);
      return Optional.of(provider);
    } catch (ModelException e) {
      // Something else listens there, or nothing that answers in time.
      return Optional.empty();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
          (int) CONNECT_TIMEOUT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<HttpModelProvider> answer(Future<Optional<HttpModelProvider>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (CancellationException | InterruptedException e) {
      // Every question has been answered when invokeAll returns.
      throw new IllegalStateException(e);
    }
  }
}
