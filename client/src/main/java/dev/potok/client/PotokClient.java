package dev.potok.client;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A Potok server, as a program sees it.
 *
 * {@snippet class="dev.potok.client.Examples" region="hello"}
 *
 * <p>Calls block the caller's thread, which may well be a virtual one: a thousand answers can be
 * read at once over one client, on a handful of threads of the platform. A call that could not be
 * made now, by a 503 or a 429, is repeated after the time that the server asks for, and one that is
 * harmless to repeat also when its reply was lost, both within the {@linkplain Builder#callTimeout
 * time for a call}. How answers are read is said at {@link Answer}.
 *
 * <p>Every method throws a {@link PotokClientException}: {@link RetryLaterException}, {@link
 * RefusedException}, {@link UnexpectedReplyException} or {@link WaitInterruptedException}.
 *
 * <p>Thread-safe. A client keeps connections; make one and share it. Closing it breaks what still
 * runs over it.
 */
public final class PotokClient implements AutoCloseable {
  private final HttpClient http;
  private final Calls calls;

  private PotokClient(HttpClient http, ClientSettings settings) {
    this.http = http;
    this.calls =
        new Calls(http, settings, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * A client with the defaults of {@link Builder}.
   *
   * @param server the server's address, such as {@code http://localhost:3000}
   * @throws IllegalArgumentException as {@link #builder}
   */
  public static PotokClient of(URI server) {
    return builder(server).build();
  }

  /**
   * Begins to make a client.
   *
   * @param server the server's address, such as {@code http://localhost:3000}; a path in it is kept
   *     as the beginning of every path
   * @throws IllegalArgumentException if it is no address of HTTP or HTTPS
   */
  public static Builder builder(URI server) {
    return new Builder(server);
  }

  /** The models on offer. */
  public List<ModelRead> models() {
    return calls
        .get("/models", json -> json.objects("models").stream())
        .map(WireJson::readModel)
        .toList();
  }

  /** All projects. */
  public List<ProjectRead> projects() {
    return calls
        .get("/projects", json -> json.objects("projects").stream())
        .map(WireJson::readProject)
        .toList();
  }

  /**
   * Makes a project.
   *
   * @param name its name, 1 to 200 characters
   * @param instructions what the models of its chats are told first; may be empty
   */
  public ProjectRead newProject(String name, String instructions) {
    String body = JsonText.object().field("name", name).field("instructions", instructions).done();
    return calls.once("POST", "/projects", body, WireJson::readProject);
  }

  /** Deletes a project and its chats. */
  public void deleteProject(long projectId) {
    calls.delete("/projects/" + projectId);
  }

  /** The chats with the newest messages, 100 at most, newest first. */
  public List<ChatRead> chats() {
    return chats(ChatQuery.all()).chats();
  }

  /** A page of the chats that a query chooses, newest first. */
  public ChatPage chats(ChatQuery query) {
    return calls.get(
        "/chats" + query.text(),
        json ->
            new ChatPage(
                json.objects("chats").stream().map(WireJson::readChat).toList(),
                json.optionalString("next_cursor")));
  }

  /** Makes a chat that takes its title from its first message. */
  public Chat newChat() {
    return newChat(NewChat.untitled());
  }

  /** Makes a chat. */
  public Chat newChat(NewChat chat) {
    return chat(calls.once("POST", "/chats", chat.json(), WireJson::readChat).id());
  }

  /** A chat that exists, by its number. Asks the server nothing. */
  public Chat chat(long chatId) {
    return new Chat(calls, chatId);
  }

  /**
   * Closes all connections. Answers that were being read go on at the server; whoever waits for one
   * or for another reply gets a {@link java.util.concurrent.CancellationException}.
   */
  @Override
  public void close() {
    calls.close();
    http.shutdownNow();
    http.close();
  }

  /** Makes a {@link PotokClient}. One thread. */
  public static final class Builder {

    /** The path of every call. */
    private static final String API = "/api/web/v1";

    private final URI server;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Consumer<HttpClient.Builder> http = _ -> {};
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration callTimeout = Duration.ofSeconds(30);
    private Duration firstEventTimeout = Duration.ofSeconds(30);
    private Duration silenceTimeout = Duration.ofSeconds(30);
    private Duration giveUpAfter = Duration.ofMinutes(2);
    private ConnectionListener listener = new ConnectionListener() {};

    private Builder(URI server) {
      String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https")) || server.getHost() == null) {
        throw new IllegalArgumentException(
            "server: " + server + " (expected: an address such as http://localhost:3000)");
      }
      this.server = server;
    }

    /** How long a connection may take to be made (default: 10 s). */
    public Builder connectTimeout(Duration time) {
      connectTimeout = positive("connectTimeout", time);
      return this;
    }

    /** How long a call that streams no answer may take, repetitions included (default: 30 s). */
    public Builder callTimeout(Duration time) {
      callTimeout = positive("callTimeout", time);
      return this;
    }

    /**
     * How long a connection may take until the server has begun to stream (default: 30 s). An
     * answer begins when it is stored, before the model has said a word.
     */
    public Builder firstEventTimeout(Duration time) {
      firstEventTimeout = positive("firstEventTimeout", time);
      return this;
    }

    /**
     * After how long without a byte a connection is taken for dead and made again (default: 30 s).
     * The server says something every 10 s, so less than that makes no sense in earnest.
     */
    public Builder silenceTimeout(Duration time) {
      silenceTimeout = positive("silenceTimeout", time);
      return this;
    }

    /**
     * For how long a lost server is sought again before an answer is given up (default: 2 min). It
     * counts from when the server was heard last.
     */
    public Builder giveUpAfter(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("giveUpAfter: " + time + " (expected: 0 or more)");
      }
      giveUpAfter = Deadline.capped(time);
      return this;
    }

    /** The language of the server's sentences: Russian or English (default: English). */
    public Builder language(Locale language) {
      return header("Accept-Language", language.toLanguageTag());
    }

    /** A field that every request carries, such as {@code Authorization}; replaces one so named. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Is told when a connection of an answer is lost and made again. */
    public Builder connectionListener(ConnectionListener listener) {
      this.listener = listener;
      return this;
    }

    /** Further settings of the HTTP client: a proxy, certificates, an authenticator. */
    public Builder http(Consumer<HttpClient.Builder> settings) {
      http = settings;
      return this;
    }

    /** The client. */
    public PotokClient build() {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              // A connection for each answer: one that is cut takes no other with it.
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connectTimeout)
              .executor(
                  Executors.newThreadPerTaskExecutor(
                      Thread.ofVirtual().name("potok-client-", 0).factory()));
      http.accept(builder);
      return new PotokClient(
          builder.build(),
          new ClientSettings(
              base(),
              headers,
              callTimeout,
              firstEventTimeout,
              silenceTimeout,
              giveUpAfter,
              listener));
    }

    private URI base() {
      String text = server.getScheme() + "://" + server.getRawAuthority();
      String path = String.valueOf(server.getRawPath());
      return URI.create(
          text + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + API);
    }

    private static Duration positive(String name, Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException(name + ": " + time + " (expected: more than 0)");
      }
      return Deadline.capped(time);
    }
  }
}
