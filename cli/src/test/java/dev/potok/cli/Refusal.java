package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import java.net.http.HttpResponse;

/** What is expected of the response that refuses a call of the API. */
final class Refusal {
  private Refusal() {}

  static Problem problem(HttpResponse<String> response) {
    return WireJson.readProblem(JsonFields.parse(response.body()));
  }

  static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Problem problem = problem(response);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.title()).isNotBlank();
  }

  static void assertField(String name, HttpResponse<String> response) {
    assertProblem(422, "invalid_field", response);
    assertThat(problem(response).firstField().orElseThrow().name()).isEqualTo(name);
    assertThat(problem(response).firstField().orElseThrow().expected()).isNotBlank();
  }
}
