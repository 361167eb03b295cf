package dev.potok.server.openai;

import dev.potok.server.http.BadRequestException;
import dev.potok.server.http.ComeBack;
import dev.potok.server.http.Requests;
import dev.potok.server.http.Responses;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Answers requests with what went wrong, as OpenAI's clients want to be told. Thread-safe. */
public final class OpenAiErrors {
  private static final Logger LOG = System.getLogger(OpenAiErrors.class.getName());

  private final ComeBack comeBack;

  /** Errors of a server that may be about to end. */
  public OpenAiErrors(ComeBack comeBack) {
    this.comeBack = comeBack;
  }

  /** Answers a request with what went wrong. */
  public void handle(ServerRequest request, ServerResponse response, Throwable e) {
    OpenAiError error = OpenAiError.of(e, Requests.language(request), comeBack);
    if (error.status() == 500) {
      LOG.log(Level.ERROR, request.prologue().method() + " " + request.prologue().uriPath(), e);
    }
    error
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
    if (e instanceof BadRequestException bad) {
      bad.allowed().ifPresent(methods -> response.header(HeaderNames.ALLOW, methods));
    }
    Responses.json(request, response, error.status(), error.json());
  }
}
