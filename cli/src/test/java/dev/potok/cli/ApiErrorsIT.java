package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 3: the model or the server fails, and the reader is told and loses nothing. */
class ApiErrorsIT extends BrowserScene {

  static Stream<Arguments> failuresBeforeTheFirstToken() {
    return Stream.of(
        Arguments.of("401", Script.status(401), "refuses the key"),
        Arguments.of(
            "429", Script.status(429).retryAfter(Duration.ofMinutes(5)), "too many requests"),
        Arguments.of("500", Script.status(500), "The model cannot be reached"),
        Arguments.of("cut", Script.cutBeforeHeaders(Cut.RESET), "The model cannot be reached"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresBeforeTheFirstToken")
  void aSendThatFailsIsRolledBackAndRetryRepeatsIt(String name, Script failure, String sentence)
      throws Exception {
    model().script(failure);
    BrowserPage page = open("/");
    page.send("Are you there?");
    assertThat(page.alert()).containsText(sentence);
    assertThat(page.messages()).hasCount(0);
    assertThat(page.composer()).hasValue("Are you there?");
    assertThat(page.stop()).isHidden();
    assertThat(api().history(page.chatId())).isEmpty();

    model().script(Script.text("Yes."));
    page.alert().locator("button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("Yes.");
    assertThat(page.alert()).hasCount(0);
    assertThat(page.composer()).hasValue("");
    assertThat(page.messages()).hasCount(2);
    assertThat(api().history(page.chatId())).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void whatEarlierAnswersSaidStaysWhenASendFails(String language) throws Exception {
    model().enqueue(Script.text("Hello!"), Script.status(401));
    long chat = api().newChat();
    api().say(chat, "Hi");
    BrowserPage page = open("/chats/" + chat, language);
    page.send("Are you there?");
    assertThat(page.alert())
        .containsText(language.equals("ru") ? "не принимает ключ" : "refuses the key");
    assertThat(page.messages()).hasCount(2);
    page.keepLooks("error");
    page.alert().locator("button[data-action=dismiss]").click();
    assertThat(page.alert()).hasCount(0);
    assertThat(page.composer()).hasValue("Are you there?");
  }

  @Test
  void anAnswerThatFailsInTheMiddleKeepsItsTextAndCanBeAskedForAgain() throws Exception {
    model().enqueue(Script.numbered(5).errorAfter(2, "out of memory"), Script.text("whole"));
    BrowserPage page = open("/");
    page.send("Count");
    page.awaitStatus("failed");
    assertThat(page.answerText()).hasText("t1 t2");
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.alert()).containsText("out of memory");
    assertThat(page.composer()).hasValue("");
    page.keepLooks("failed");
    MessageRead stored = api().history(page.chatId()).getLast();
    assertThat(stored.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(stored.content()).isEqualTo("t1 t2");

    page.answer().locator(".card[data-kind=failed] button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("whole");
    assertThat(page.messages()).hasCount(2);
    assertThat(page.alert()).hasCount(0);
    // A partial answer is never sent to a model as one.
    assertThat(model().completions().getLast().body()).doesNotContain("t1 t2");
  }

  @Test
  void aServerThatIsGoneBeforeTheSendLosesNothing() throws Exception {
    model().script(Script.text("Back again."));
    long chat = api().newChat();
    BrowserPage page = openThroughProxy("/chats/" + chat);
    assertThat(page.find(".greeting")).isVisible();
    proxy().refuse();
    proxy().cutAll();
    page.send("Are you there?");
    assertThat(page.alert()).containsText("The server cannot be reached");
    assertThat(page.messages()).hasCount(0);
    assertThat(page.composer()).hasValue("Are you there?");
    page.keepLooks("server-gone");
    proxy().pass();
    page.alert().locator("button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("Back again.");
    assertThat(page.composer()).hasValue("");
    assertThat(contents(chat)).containsExactly("Are you there?", "Back again.");
  }

  @Test
  void aNewChatThatCannotBeMadeLosesNothing() throws Exception {
    model().script(Script.text("Back again."));
    BrowserPage page = openThroughProxy("/");
    proxy().refuse();
    proxy().cutAll();
    page.send("Are you there?");
    assertThat(page.alert()).containsText("The server cannot be reached");
    assertThat(page.composer()).hasValue("Are you there?");
    proxy().pass();
    page.alert().locator("button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.composer()).hasValue("");
    assertThat(page.messages()).hasCount(2);
    assertThat(api().chats()).hasSize(1);
  }

  @Test
  void aSendBesideARunningAnswerOfAnotherBrowserIsQueued() throws Exception {
    model().enqueue(Script.text("slow", " answer").held(), Script.text("second answer"));
    long chat = api().newChat();
    BrowserPage first = open("/chats/" + chat);
    BrowserPage second = open("/chats/" + chat);
    assertThat(second.find(".greeting")).isVisible();
    first.send("from the first tab");
    model().releaseTokens(1);
    assertThat(first.answerText()).hasText("slow");

    second.send("from the second tab");
    assertThat(second.queued()).containsText("from the second tab");
    assertThat(second.alert()).hasCount(0);
    assertThat(second.composer()).hasValue("");
    assertThat(second.question().locator(".message-body")).hasText("from the first tab");
    assertThat(second.answerText()).hasText("slow");
    assertThat(second.stop()).isVisible();

    model().releaseTokens(1);
    for (BrowserPage page : new BrowserPage[] {first, second}) {
      assertThat(page.messages()).hasCount(4);
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText("second answer");
    }
    assertThat(second.queued()).hasCount(0);
    assertThat(contents(chat))
        .containsExactly(
            "from the first tab", "slow answer", "from the second tab", "second answer");
  }

  @Test
  void aReloadInMidAnswerShowsTheTextSoFarAndGoesOn() throws Exception {
    model().enqueue(Script.numbered(6).thinking("hm").held());
    BrowserPage page = open("/");
    page.send("Count");
    model().releaseTokens(4);
    assertThat(page.answerText()).hasText("t1 t2 t3");
    page.reload();
    assertThat(page.answerText()).hasText("t1 t2 t3");
    assertThat(page.stop()).isVisible();
    assertThat(page.cursor()).hasCount(1);
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("t1 t2 t3 t4");
    page.stop().click();
    page.awaitStatus("stopped");
    assertThat(page.answerText()).hasText("t1 t2 t3 t4");
    assertThat(page.answer().locator(".thinking-text")).hasText("hm");
  }

  @Test
  void aConnectionThatIsCutIsTakenUpAgainWithoutAWord() throws Exception {
    model().enqueue(Script.numbered(30).held());
    BrowserPage page = openThroughProxy("/");
    page.send("Count");
    for (int cut = 0; cut < 5; cut++) {
      model().releaseTokens(5);
      assertThat(page.answerText()).hasText(Script.numbered(5 * (cut + 1)).wholeText());
      proxy().cutAll();
    }
    model().releaseTokens(5);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText(Script.numbered(30).wholeText());
    assertThat(page.alert()).hasCount(0);
    assertThat(page.messages()).hasCount(2);
    assertThat(model().completions()).hasSize(1);
    assertThat(contents(page.chatId())).containsExactly("Count", Script.numbered(30).wholeText());
  }

  @Test
  void aServerThatIsGoneForAWhileIsWaitedFor() throws Exception {
    model().enqueue(Script.numbered(4).held());
    BrowserPage page = openThroughProxy("/");
    page.send("Count");
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("t1");
    proxy().refuse();
    proxy().cutAll();
    assertThat(page.find(".notice")).hasText("Connection lost, reconnecting…");
    assertThat(page.answerText()).hasText("t1");
    page.keepLooks("reconnecting");
    model().releaseTokens(3);
    proxy().pass();
    page.awaitStatus("complete");
    assertThat(page.find(".notice")).isHidden();
    assertThat(page.answerText()).hasText("t1 t2 t3 t4");
  }

  @Test
  void aNetworkThatIsBackIsUsedAtOnce() throws Exception {
    model().enqueue(Script.numbered(2).held());
    BrowserPage page = openThroughProxy("/");
    page.send("Count");
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("t1");
    page.tab().context().setOffline(true);
    proxy().cutAll();
    assertThat(page.find(".notice")).isVisible();
    model().releaseTokens(1);
    page.tab().context().setOffline(false);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("t1 t2");
  }

  @Test
  void whatWasWrittenMeanwhileFollowsASendThatFailedAndStaysWhenThatIsRepeated() throws Exception {
    model()
        .enqueue(
            Script.text("never said").thinking("hm").errorAfter(1, "out of memory").held(),
            Script.text("Yes."));
    BrowserPage page = open("/");
    page.send("Are you there?");
    model().awaitCompletion(1, Duration.ofSeconds(10));
    page.composer().fill("Then tell me");
    model().releaseTokens(1);
    assertThat(page.alert()).containsText("out of memory");
    assertThat(page.composer()).hasValue("Are you there?\n\nThen tell me");
    page.keepLooks("error-and-text");
    page.alert().locator("button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.bodies()).hasText(new String[] {"Are you there?", "Yes."});
    assertThat(page.composer()).hasValue("Then tell me");
  }

  @Test
  void aChatThatIsLeftBeforeItIsMadeIsNotLeftEmpty() throws Exception {
    long away = api().newChat();
    BrowserPage page = page("en");
    List<Route> held = new ArrayList<>();
    page.tab()
        .route(
            "**/api/web/v1/chats",
            route -> {
              if (route.request().method().equals("POST")) {
                held.add(route);
              } else {
                route.resume();
              }
            });
    page.go(server().uri("/").toString());
    page.send("Are you there?");
    page.tab().waitForCondition(() -> !held.isEmpty());
    page.chatLink(away).click();
    assertThat(page.composer()).hasValue("");
    page.tab()
        .waitForResponse(
            response -> response.request().method().equals("DELETE"),
            () -> held.getFirst().resume());
    assertThat(api().chats()).hasSize(1);
    page.action("new-chat").first().click();
    assertThat(page.composer()).hasValue("Are you there?");
  }

  @Test
  void whatIsTypedWhileAChatIsMadeIsTheNextMessage() throws Exception {
    model().enqueue(Script.text("Yes."));
    BrowserPage page = page("en");
    List<Route> held = new ArrayList<>();
    page.tab()
        .route(
            "**/api/web/v1/chats",
            route -> {
              if (route.request().method().equals("POST")) {
                held.add(route);
              } else {
                route.resume();
              }
            });
    page.go(server().uri("/").toString());
    page.send("Are you there?");
    page.tab().waitForCondition(() -> held.size() == 1);
    page.composer().pressSequentially("Then tell me");
    assertThat(page.composer()).hasValue("Then tell me");
    held.getLast().abort();
    assertThat(page.alert()).containsText("The server cannot be reached");
    assertThat(page.composer()).hasValue("Are you there?\n\nThen tell me");

    page.alert().locator("button[data-action=retry]").click();
    page.tab().waitForCondition(() -> held.size() == 2);
    assertThat(page.composer()).hasValue("Then tell me");
    page.reload();
    assertThat(page.composer()).hasValue("Are you there?\n\nThen tell me");

    page.send("Are you there?");
    page.tab().waitForCondition(() -> held.size() == 3);
    page.composer().pressSequentially("Then tell me");
    held.getLast().resume();
    page.awaitStatus("complete");
    assertThat(page.bodies()).hasText(new String[] {"Are you there?", "Yes."});
    assertThat(page.composer()).hasValue("Then tell me");
    page.reload();
    assertThat(page.composer()).hasValue("Then tell me");
  }

  private List<String> contents(long chat) throws Exception {
    return api().history(chat).stream().map(MessageRead::content).toList();
  }
}
