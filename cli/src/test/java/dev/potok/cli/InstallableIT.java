package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page can be installed, and says so when its server cannot be reached. */
class InstallableIT extends BrowserScene {

  private static final String WORKER_ACTIVE =
      "() => navigator.serviceWorker.ready.then(ready => ready.active !== null)";

  @Test
  void chromiumFindsNothingThatKeepsItFromBeingInstalled() {
    BrowserPage page = open("/");
    CDPSession session = page.tab().context().newCDPSession(page.tab());
    JsonObject manifest = session.send("Page.getAppManifest");
    assertThat(manifest.get("url").getAsString()).endsWith(".webmanifest");
    assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    JsonObject found = session.send("Page.getInstallabilityErrors");
    // Profiles of tests are incognito, in which nothing is installed.
    assertThat(found.getAsJsonArray("installabilityErrors"))
        .map(error -> error.getAsJsonObject().get("errorId").getAsString())
        .isSubsetOf("in-incognito");
  }

  @Test
  void theManifestNamesIconsOfTheSizesTheyHave() throws Exception {
    BrowserPage page = open("/");
    Object sizes =
        page.tab()
            .evaluate(
                """
                async () => {
                  const link = document.querySelector('link[rel=manifest]');
                  const manifest = await (await fetch(link.href)).json();
                  const sizes = [];
                  for (const icon of manifest.icons.filter(icon => icon.type === 'image/png')) {
                    const image = new Image();
                    image.src = new URL(icon.src, link.href);
                    await image.decode();
                    sizes.push(icon.sizes === `${image.naturalWidth}x${image.naturalHeight}`);
                  }
                  return sizes;
                }\
                """);
    assertThat(sizes).isEqualTo(List.of(true, true, true));
  }

  @Test
  void whenTheServerIsAwayThePageSaysSoAndComesBack() {
    BrowserPage page = openThroughProxy("/");
    assertThat(page.tab().evaluate(WORKER_ACTIVE)).isEqualTo(true);
    proxy().refuse();
    proxy().cutAll();

    page.tab().reload();
    assertThat(page.find("main[data-page=offline]")).isVisible();
    assertThat(page.find("main")).containsText("Nothing is lost");
    assertThat(page.find("main")).containsText("Ничего не потеряно");
    // Its style and its picture are there without the server, too.
    assertThat(page.find("main")).hasCSS("display", "grid");
    assertThat((Boolean) page.find("main img").evaluate("image => image.naturalWidth > 0"))
        .isTrue();
    Axe.assertNoViolation(page.tab(), "offline");
    page.keepLooks("offline");

    proxy().pass();
    page.find("[data-action=retry]").first().click();
    assertThat(page.find("main[data-page]:not([data-page=offline])")).hasCount(1);
  }

  @Test
  void theOfflinePageHasTheContentPolicyOfThePage() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> offline = get(client, "/offline");
      HttpResponse<String> start = get(client, "/");
      assertThat(offline.headers().firstValue("Content-Security-Policy"))
          .isPresent()
          .isEqualTo(start.headers().firstValue("Content-Security-Policy"));
      HttpResponse<String> worker = get(client, "/service-worker.js");
      assertThat(worker.headers().firstValue("Cache-Control")).hasValue("no-cache");
      assertThat(worker.body()).doesNotContain("{{");
    }
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    URI address = server().uri(path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }
}
