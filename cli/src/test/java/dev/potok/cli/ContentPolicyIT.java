package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.Script;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told that it may do with a response, of every kind of response. */
@Timeout(90)
class ContentPolicyIT extends ServerScene {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/chats/1",
        "/projects/1",
        "/streaming-demo",
        "/offline",
        "/service-worker.js",
        "/assets/potok.js",
        "/assets/potok.css",
        "/assets/mermaid.js",
        "/assets/favicon.svg",
        "/assets/diagram.html",
        "/favicon.ico",
        "/api/web/v1/chats",
        "/api/web/v1/models",
        "/v1/models",
        "/api/web/v1/chats/999",
        "/api/web/v1/chats/x",
        "/api/web/v1/nothing",
        "/v1/nothing",
        "/assets/nothing.js",
        "/nothing",
        "/health",
      })
  void everyResponseIsGuarded(String path) throws Exception {
    HttpResponse<String> response = server().get(path);

    assertGuarded(response);
    if (!path.endsWith("diagram.html")) {
      assertThat(policy(response)).contains("frame-ancestors 'none'").doesNotContain("unsafe");
    }
  }

  @Test
  void aStreamIsGuarded() throws Exception {
    server().model().script(Script.numbered(2));
    HttpResponse<String> made = server().json("POST", "/api/web/v1/chats", "{}");
    assertGuarded(made);
    assertGuarded(
        server().json("POST", "/api/web/v1/chats/1/messages/stream", "{\"content\":\"x\"}"));
    assertGuarded(server().json("POST", "/api/web/v1/chats/1/messages/stream", "no json"));
  }

  @Test
  void thePageTakesScriptsAndStylesFromItselfAlone() throws Exception {
    assertThat(policy(server().get("/")).split("; ", -1))
        .contains("script-src 'self'", "style-src 'self'", "img-src 'self' data:")
        .contains(
            "connect-src 'self'", "frame-src 'self'", "base-uri 'none'", "form-action 'none'");
    assertThat(server().get("/").body())
        .doesNotContain("style=")
        .doesNotContainPattern("<script>|\\son[a-z]+=");
  }

  @Test
  void aDiagramsFrameHasNoOriginAndStandsOnlyInThePage() throws Exception {
    assertThat(policy(server().get("/assets/diagram.html")).split("; ", -1))
        .contains("sandbox allow-scripts", "frame-ancestors 'self'", "script-src 'self'");
  }

  @Test
  void aFrameWithoutOriginGetsScriptsAndNothingElse() throws Exception {
    assertThat(fromFrame("/assets/diagram.js").statusCode()).isEqualTo(200);
    assertThat(fromFrame("/assets/diagram.js").headers().map())
        .doesNotContainKey("access-control-allow-origin");
    assertThat(fromFrame("/api/web/v1/chats").statusCode()).isEqualTo(403);
    assertThat(fromFrame("/").statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> fromFrame(String path) throws Exception {
    return server().send(server().request(path).header("Origin", "null").build());
  }

  private static void assertGuarded(HttpResponse<String> response) {
    assertThat(policy(response)).startsWith("default-src 'none'");
    assertThat(response.headers().allValues("Content-Security-Policy")).hasSize(1);
    assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
  }

  private static String policy(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Security-Policy").orElse("");
  }
}
