package dev.potok.server.openai;

import dev.potok.engine.Language;
import dev.potok.engine.ModelException;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Sentences;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.Problem;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.Problems;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An error in OpenAI's form.
 *
 * @param status the status of the response; of an error in mid-stream, what it would have been
 * @param message a sentence for a person
 * @param param the field of the request that is wrong, such as {@code messages[0].content}
 * @param code what happened, as in the rest of the API
 * @param retryAfterSeconds when to come back
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI, error codes</a>
 */
record OpenAiError(
    int status,
    String message,
    Optional<String> param,
    String code,
    OptionalLong retryAfterSeconds) {

  private static final String MODEL_NOT_FOUND = "model_not_found";

  /** What a client is told of an exception. */
  static OpenAiError of(Throwable e, Language language, ComeBack comeBack) {
    if (e instanceof ModelException failure) {
      return ofModel(failure, language);
    }
    Problem problem = Problems.problem(e, language, comeBack);
    if (e instanceof NotFoundException missing
        && missing.thing() == NotFoundException.Thing.MODEL) {
      return new OpenAiError(
          404, problem.title(), Optional.of("model"), MODEL_NOT_FOUND, OptionalLong.empty());
    }
    // OpenAI knows no 422, and neither do all of its clients.
    return new OpenAiError(
        problem.status() == 422 ? 400 : problem.status(),
        problem.title(),
        problem.fields().stream().findFirst().map(Problem.Field::name),
        problem.code(),
        problem.retryAfterSeconds());
  }

  private static OpenAiError ofModel(ModelException failure, Language language) {
    String code = failure.kind().code();
    int status =
        switch (failure.kind()) {
          case UNAUTHORIZED -> 401;
          case NOT_FOUND -> 404;
          case REFUSED -> 400;
          case RATE_LIMITED -> 429;
          case UNAVAILABLE -> 503;
          case TIMEOUT, SILENT -> 504;
          case CUT_OFF, BAD_RESPONSE, FAILED -> 502;
        };
    OptionalLong retryAfter = OptionalLong.empty();
    String message = Sentences.of(language, code, failure.detail());
    if (failure.retryAfter().isPresent()) {
      long seconds = Math.max(1, failure.retryAfter().get().toSeconds());
      retryAfter = OptionalLong.of(seconds);
      message = Sentences.of(language, code + "_retry_after", failure.detail(), seconds);
    }
    return new OpenAiError(status, message, Optional.empty(), code, retryAfter);
  }

  private String type() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  /** The body of a response, or the data of an event in mid-stream. */
  String json() {
    JsonText json = JsonText.object().openObject("error").field("message", message);
    json.field("type", type());
    param.ifPresentOrElse(name -> json.field("param", name), () -> json.nullField("param"));
    return json.field("code", code).end().done();
  }
}
