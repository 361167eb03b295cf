package dev.potok.server.openai;

import dev.potok.engine.ModelCatalog;
import dev.potok.engine.NotFoundException;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.ModelRead;
import dev.potok.server.http.BadRequestException;
import dev.potok.server.http.ClientLines;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.ReaderWatch;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The calls of the OpenAI-compatible endpoint. As long as there are no accounts, they are for this
 * machine alone, and a key that a client sends is not looked at.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI, chat completions</a>
 */
public final class OpenAiRoutes implements HttpService {

  /** Where the calls begin. */
  public static final String PATH = "/v1";

  /** The largest body of a request, in bytes: a conversation, all of which the client sends. */
  static final int MAX_BODY_BYTES = 16 << 20;

  private static final String COMPLETIONS = "/chat/completions";
  private static final String MODELS = "/models";
  private static final String ONE_MODEL = MODELS + "/";

  private final ModelCatalog models;
  private final ModelCalls calls;
  private final CompletionStream stream;
  private final WholeCompletion whole;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * Calls of a server.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param clock the time of day
   * @param random thread-safe
   */
  public OpenAiRoutes(
      ModelCatalog models,
      ClientLines lines,
      ReaderWatch watch,
      ComeBack comeBack,
      LongSupplier nanoTime,
      Clock clock,
      RandomGenerator random) {
    this.models = models;
    this.calls = new ModelCalls(comeBack, nanoTime);
    this.stream = new CompletionStream(calls, lines, watch, comeBack);
    this.whole = new WholeCompletion(calls, lines);
    this.clock = clock;
    this.random = random;
  }

  /** Whether a request is one for this endpoint, whatever becomes of it. */
  public static boolean isCalledBy(HttpPrologue prologue) {
    String path = prologue.uriPath().path();
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  /** Waits for the calls that run, and ends those that take longer. New ones are not to come. */
  public void end(Duration grace) throws InterruptedException {
    calls.end(grace);
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(OpenAiRoutes::onlyFromHere)
        .post(COMPLETIONS, this::complete)
        .any(COMPLETIONS, Requests.refuseAllBut("POST"))
        .get(MODELS, this::list)
        .head(MODELS, this::list)
        .any(MODELS, Requests.refuseAllBut("GET, HEAD"))
        .get(ONE_MODEL + "*", this::one)
        .head(ONE_MODEL + "*", this::one)
        .any(ONE_MODEL + "*", Requests.refuseAllBut("GET, HEAD"));
  }

  private static void onlyFromHere(ServerRequest request, ServerResponse response) {
    boolean local =
        request.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress().isLoopbackAddress();
    if (!local) {
      throw BadRequestException.notLocal(request.prologue().uriPath().path());
    }
    response.next();
  }

  private void complete(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    CompletionRequest wanted = CompletionRequest.read(Requests.body(request, MAX_BODY_BYTES));
    ModelCatalog.Choice choice = models.choose(wanted.model());
    if (!choice.provider().takesFurtherFields()) {
      FurtherFields.refuse(wanted.options());
    }
    CompletionJson json =
        new CompletionJson(newId(), clock.instant().getEpochSecond(), choice.fullId());
    if (wanted.stream()) {
      stream.write(request, response, wanted, choice, json);
    } else {
      whole.write(request, response, wanted, choice, json);
    }
  }

  private String newId() {
    HexFormat hex = HexFormat.of();
    return "chatcmpl-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  private void list(ServerRequest request, ServerResponse response) throws InterruptedException {
    JsonText json = JsonText.object().field("object", "list").openArray("data");
    for (ModelRead model : models.models()) {
      fields(json.openObject(), model).end();
    }
    Responses.json(request, response, 200, json.end().done());
  }

  private void one(ServerRequest request, ServerResponse response) throws InterruptedException {
    String id = request.prologue().uriPath().path().substring((PATH + ONE_MODEL).length());
    ModelRead found =
        models.models().stream()
            .filter(model -> model.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MODEL, id));
    Responses.json(request, response, 200, fields(JsonText.object(), found).done());
  }

  /** When a model was made is not known here, and clients insist on a number. */
  private static JsonText fields(JsonText json, ModelRead model) {
    return json.field("id", model.id())
        .field("object", "model")
        .field("created", 0)
        .field("owned_by", model.provider());
  }
}
