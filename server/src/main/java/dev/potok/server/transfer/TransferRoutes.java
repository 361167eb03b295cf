package dev.potok.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.Owner;
import dev.potok.engine.Transfers;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ModelRead;
import dev.potok.server.http.ClientInput;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.ReaderOutput;
import dev.potok.server.http.ReaderWatch;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The calls that write a chat into a file, and take chats in from one. */
public final class TransferRoutes implements HttpService {
  private static final Logger LOG = System.getLogger(TransferRoutes.class.getName());

  /** The most files that are read at the same time; each needs the memory of its longest chat. */
  private static final int MAX_FILES = 4;

  private final Transfers transfers;
  private final ModelCatalog models;
  private final ClientLines lines;
  private final ReaderWatch watch;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Semaphore files = new Semaphore(MAX_FILES, true);

  /** One chat at a time is taken from its text into the store, whose writer is one. */
  private final ReentrantLock taking = new ReentrantLock();

  /**
   * The routes of a server.
   *
   * @param watch cuts clients that take or send nothing
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param clock the time of day
   */
  public TransferRoutes(
      Transfers transfers,
      ModelCatalog models,
      ClientLines lines,
      ReaderWatch watch,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.transfers = transfers;
    this.models = models;
    this.lines = lines;
    this.watch = watch;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/chats/{chat_id}/export", this::export)
        .post("/import", this::take)
        .any("/chats/{chat_id}/export", Requests.refuseAllBut("GET"))
        .any("/import", Requests.refuseAllBut("POST"));
  }

  private void export(ServerRequest request, ServerResponse response) throws IOException {
    ChatExport format = format(request.query().first("format").orElse("json"));
    ChatRead chat = transfers.chat(Owner.LOCAL, Requests.id(request, "chat_id"));
    ChatSource source = new ChatSource(transfers, Owner.LOCAL, chat, language(request));
    format.check(source);
    response
        .status(200)
        .header(HeaderNames.CONTENT_TYPE, format.mediaType())
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.CONTENT_DISPOSITION, attachment(chat, format))
        // A browser that shows it nevertheless runs nothing of it.
        .header(
            "Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    try (ReaderOutput out = new ReaderOutput(response.outputStream(), watch)) {
      format.write(source, text -> out.add(text.getBytes(UTF_8)));
      out.flush();
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> "the reader of an export is gone: " + e.getMessage());
    }
  }

  /**
   * The language of the file: that of the address, for links, which send the browser's languages.
   */
  private static Language language(ServerRequest request) {
    Optional<String> tag = request.query().first("language").asOptional();
    if (tag.isEmpty()) {
      return Requests.language(request);
    }
    return Language.ofTag(tag.get())
        .orElseThrow(() -> new InvalidFieldException("language", tag.get(), "one of en, ru"));
  }

  private static ChatExport format(String name) {
    return switch (name) {
      case "json" -> new JsonExport();
      case "markdown" -> new MarkdownExport();
      case "html" -> new HtmlExport();
      default -> throw new InvalidFieldException("format", name, "one of json, markdown, html");
    };
  }

  /**
   * The file's name, for browsers of any age.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6266">RFC 6266</a>
   */
  private static String attachment(ChatRead chat, ChatExport format) {
    String plain = "chat-" + chat.id() + "." + format.fileExtension();
    String title =
        JsonText.wellFormed(chat.title()).replaceAll("[\\p{Cc}/\\\\:*?\"<>|]+", " ").strip();
    String full = title.isEmpty() ? plain : title + "." + format.fileExtension();
    String encoded = URLEncoder.encode(full, UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }

  private void take(ServerRequest request, ServerResponse response) throws InterruptedException {
    Requests.checkJson(request, ChatImport.MAX_BYTES);
    ImportReport report = new ImportReport();
    if (request.content().hasEntity()) {
      files.acquire();
      try {
        report = read(request);
      } finally {
        files.release();
      }
    }
    boolean isWithinBody = request.content().hasEntity() && !request.content().consumed();
    if (isWithinBody) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    Responses.json(request, response, 200, report.json(Requests.language(request)));
    if (isWithinBody) {
      lines.current().endWithinThisRequest();
    }
  }

  private ImportReport read(ServerRequest request) throws InterruptedException {
    List<String> offered = models.models().stream().map(ModelRead::id).toList();
    ChatImport file = new ChatImport(transfers, Owner.LOCAL, clock.instant(), offered, taking);
    return file.read(
        new ClientInput(
            request.content().inputStream(),
            ChatImport.MAX_BYTES,
            ChatImport.READ_WITHIN,
            watch,
            nanoTime));
  }
}
