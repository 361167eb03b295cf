package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Sizes;
import com.microsoft.playwright.options.WaitUntilState;
import dev.potok.testkit.Script;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one load of the page costs. */
class PageLoadIT extends BrowserScene {
  private static final int MAX_REQUESTS = 12;
  private static final long MAX_SCRIPT_BYTES = 200 * 1024;
  private static final long MAX_BYTES = 230 * 1024;

  private static final Pattern PROGRAM = Pattern.compile(".*/assets/potok[^/]*\\.js");

  @ParameterizedTest
  @CsvSource({"/, en", "/, ru", "/chats/1, en", "/streaming-demo, ru"})
  void aFirstLoadIsSmallAndAsksNobodyElse(String path, String language) throws Exception {
    model().enqueue(Script.text("Well."));
    api().say(api().newChat(), "Hello");
    BrowserPage page = page(language);
    List<Response> responses = responsesOf(page, () -> page.go(server().uri(path).toString()));
    assertThat(page.chatLink(1)).isVisible();

    assertThat(responses).hasSizeBetween(4, MAX_REQUESTS);
    long bytes = 0;
    long scriptBytes = 0;
    for (Response response : responses) {
      assertThat(response.status()).as(response.url()).isEqualTo(200);
      assertThat(URI.create(response.url()).getAuthority())
          .isEqualTo("127.0.0.1:" + server().port());
      if (isLive(response)) {
        continue;
      }
      Sizes sizes = response.request().sizes();
      bytes += sizes.responseHeadersSize + sizes.responseBodySize;
      if (response.request().resourceType().equals("script")) {
        scriptBytes += sizes.responseBodySize;
      }
    }
    assertThat(scriptBytes).isBetween(10_000L, MAX_SCRIPT_BYTES);
    assertThat(bytes).isBetween(scriptBytes, MAX_BYTES);
    assertThat(page.consoleErrors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/", "/streaming-demo"})
  void aSecondLoadFetchesNoFileAgain(String path) throws Exception {
    BrowserPage page = page("en");
    responsesOf(page, () -> page.go(server().uri(path).toString()));
    List<Response> responses = responsesOf(page, page::reload);
    // What comes out of the browser's own store counts as less than nothing.
    assertThat(responses)
        .filteredOn(response -> response.url().matches(".*/assets/.*\\.(js|css)"))
        .isNotEmpty()
        .allSatisfy(
            response -> assertThat(response.request().sizes().responseBodySize).isNotPositive());
  }

  @Test
  void theFrameIsPaintedBeforeTheProgramIsThere() {
    BrowserPage page = page("en");
    List<Route> held = new CopyOnWriteArrayList<>();
    page.tab().route(PROGRAM, held::add);
    String address = server().uri("/").toString();
    page.tab().navigate(address, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    page.tab()
        .waitForFunction(
            """
            () => performance.getEntriesByName('first-contentful-paint').length
                && document.querySelector('.sidebar').offsetWidth
                && document.querySelector('.composer').offsetWidth\
            """);
    assertThat(page.find("main[data-page=loading]")).isVisible();
    assertThat(page.find(".brand")).hasText("Potok");
    assertThat(page.composer()).hasCount(0);
    page.tab().waitForCondition(() -> !held.isEmpty());
    held.forEach(Route::resume);
    assertThat(page.composer()).isVisible();
  }

  /**
   * What a load brings, once it is whole. The network is never idle, since one connection stays;
   * but the rest comes to an end, unless the page is left before that.
   */
  private static List<Response> responsesOf(BrowserPage page, Runnable load) {
    List<Response> responses = new CopyOnWriteArrayList<>();
    Consumer<Response> listener = responses::add;
    page.tab().onResponse(listener);
    load.run();
    page.tab().waitForLoadState();
    for (String call : new String[] {"/events", "/chats", "/projects", "/models"}) {
      page.tab()
          .waitForCondition(
              () -> responses.stream().anyMatch(response -> response.url().contains(call)));
    }
    for (Response response : responses) {
      if (!isLive(response)) {
        response.finished();
      }
    }
    page.tab().offResponse(listener);
    return responses;
  }

  private static boolean isLive(Response response) {
    return response.url().contains("/events");
  }
}
