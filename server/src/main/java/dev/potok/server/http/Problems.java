package dev.potok.server.http;

import dev.potok.engine.ConflictException;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Phrases;
import dev.potok.engine.Sentences;
import dev.potok.engine.StorageException;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalLong;

/**
 * Turns exceptions into {@code application/problem+json}, in the caller's language. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problems {
  private static final Logger LOG = System.getLogger(Problems.class.getName());

  private final ComeBack comeBack;

  /** Problems of a server that may be about to end. */
  public Problems(ComeBack comeBack) {
    this.comeBack = comeBack;
  }

  /** Answers a request with what went wrong. */
  public void handle(ServerRequest request, ServerResponse response, Throwable e) {
    Problem problem = problem(e, Requests.language(request), comeBack);
    if (problem.status() >= 500 && problem.status() != 503) {
      LOG.log(
          Level.ERROR, request.prologue().method() + " " + request.prologue().uriPath().path(), e);
    }
    if (problem.retryAfterSeconds().isPresent()) {
      response.header(
          HeaderNames.RETRY_AFTER, Long.toString(problem.retryAfterSeconds().getAsLong()));
    }
    if (e instanceof BadRequestException bad) {
      bad.allowed().ifPresent(methods -> response.header(HeaderNames.ALLOW, methods));
    }
    Responses.problem(request, response, problem.status(), WireJson.write(problem));
  }

  /** What a caller is told of an exception. */
  public static Problem problem(Throwable e, Language language, ComeBack comeBack) {
    return switch (e) {
      case BadRequestException bad ->
          Problem.of(bad.status(), bad.code(), Sentences.of(language, bad.code(), bad.arguments()));
      case JsonFormatException json -> json(json, language);
      case InvalidFieldException field ->
          ofField(language, field.field(), field.value(), field.expected());
      case NotFoundException missing -> {
        String code = missing.thing().code();
        int status = missing.thing() == NotFoundException.Thing.MODEL ? 422 : 404;
        yield Problem.of(status, code, Sentences.of(language, code, missing.id()));
      }
      case ConflictException conflict -> conflict(conflict, language, comeBack);
      case StorageException _ -> retryable(language, "storage_failed", comeBack);
      case HttpException http ->
          Problem.of(
              http.status().code() < 400 ? 400 : http.status().code(),
              "bad_request",
              Sentences.of(language, "bad_request", String.valueOf(http.getMessage())));
      default -> Problem.of(500, "internal_error", Sentences.of(language, "internal_error"));
    };
  }

  private static Problem json(JsonFormatException json, Language language) {
    if (!json.field().isEmpty()) {
      return ofField(language, json.field(), json.actual(), json.expected());
    }
    String code = "invalid_json";
    return Problem.of(400, code, Sentences.of(language, code, String.valueOf(json.getMessage())));
  }

  private static Problem ofField(Language language, String name, String value, String expected) {
    String code = "invalid_field";
    return new Problem(
        422,
        code,
        Sentences.of(
            language, code, name, Phrases.text(language, value), Phrases.text(language, expected)),
        List.of(new Problem.Field(name, value, expected)),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static Problem conflict(
      ConflictException conflict, Language language, ComeBack comeBack) {
    String code = conflict.kind().code();
    int status =
        switch (conflict.kind()) {
          case ANSWER_RUNNING,
              NOT_ANSWERABLE,
              NOT_CONTINUABLE,
              NOT_EDITABLE,
              TOO_MANY_PROMPTS,
              CHAT_TOO_LONG ->
              409;
          case CLIENT_MESSAGE_ID_REUSED -> 422;
          case MESSAGE_DELETED -> 410;
          case SHUTTING_DOWN -> 503;
        };
    if (status == 503) {
      return retryable(language, code, comeBack);
    }
    return new Problem(
        status,
        code,
        Sentences.of(language, code),
        List.of(),
        conflict.messageId(),
        OptionalLong.empty());
  }

  private static Problem retryable(Language language, String code, ComeBack comeBack) {
    return new Problem(
        503,
        code,
        Sentences.of(language, code),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.of(comeBack.delay().toSeconds() + 1));
  }
}
