package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.Script;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream lab shows a stream as it comes, down to its bytes. */
class StreamingDemoIT extends BrowserScene {

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void everyEventAndEveryByteIsShownWithItsTime(String language) throws Exception {
    model().enqueue(Script.text("Привет", ", 世界", " 😀").thinking("hm").held());
    long other = api().newChat();
    long chat = api().newChat();
    BrowserPage page = open("/streaming-demo", language);
    assertPhase(page, "idle");
    assertThat(page.find("select[name=chat] option[value='" + other + "']")).hasCount(1);
    page.find("select[name=chat]").selectOption(new SelectOption().setValue("" + chat));
    page.composer().fill("Hello");
    page.action("send").click();
    assertPhase(page, "waiting");
    assertThat(page.action("send")).isDisabled();
    Locator events = page.find(".event-row");
    assertThat(events.and(page.find("[data-event=message_start]"))).hasCount(1);

    model().releaseTokens(3);
    assertPhase(page, "streaming");
    assertThat(page.find(".lab-text")).hasText("Привет, 世界");
    model().releaseTokens(1);
    assertPhase(page, "ended");
    assertThat(page.find(".lab-text")).hasText("Привет, 世界 😀");
    assertThat(page.action("send")).isEnabled();
    Locator end = events.and(page.find("[data-event=message_end]"));
    assertThat(end.locator(".event-data")).containsText("\"finish_reason\":\"stop\"");
    assertThat(end.locator(".event-time")).hasText(Pattern.compile("^[0-9]"));
    assertThat(end.locator(".event-seq")).hasText(Pattern.compile("^[0-9]+$"));
    assertThat(page.find(".raw-text").first()).containsText(": ping");
    assertThat(page.find(".raw-text").last()).containsText("event: message_end");
    // The first bytes are ": ping".
    assertThat(page.find(".raw-hex").first()).containsText("3a 20 70 69 6e 67");
    page.keepLooks("streaming-demo");
    assertThat(api().history(chat))
        .extracting(MessageRead::content)
        .containsExactly("Hello", "Привет, 世界 😀");
    assertThat(api().history(other)).isEmpty();
  }

  @Test
  void stopEndsTheAnswerAtTheServer() throws Exception {
    model().enqueue(Script.numbered(9).held());
    long chat = api().newChat();
    BrowserPage page = open("/streaming-demo");
    page.find("select[name=chat]").selectOption(new SelectOption().setValue("" + chat));
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.find(".lab-text")).hasText("t1 t2");
    page.action("stop").click();
    assertPhase(page, "ended");
    assertThat(page.find("[data-event=message_end]")).containsText("\"finish_reason\":\"stopped\"");
    assertThat(api().history(chat).getLast().status()).isEqualTo(MessageStatus.STOPPED);
  }

  @Test
  void aCutStreamIsResumedBehindTheLastEvent() throws Exception {
    model().enqueue(Script.numbered(6).held());
    BrowserPage page = open("/streaming-demo");
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.find(".lab-text")).hasText("t1 t2");
    page.action("cut").click();
    assertPhase(page, "cut");
    model().releaseTokens(4);
    page.action("resume").click();
    assertPhase(page, "ended");
    assertThat(page.find(".lab-text")).hasText(Script.numbered(6).wholeText());
    assertThat(page.find("[data-event=message_start]")).hasCount(1);
    assertThat(page.find("[data-event=message_end]")).hasCount(1);
  }

  @Test
  void aFailureOfTheModelIsShownAsTheEventItIs() throws Exception {
    model().enqueue(Script.status(401));
    BrowserPage page = open("/streaming-demo");
    page.send("Are you there?");
    assertPhase(page, "failed");
    assertThat(page.find("[data-event=error]")).containsText("model_unauthorized");
  }

  private static void assertPhase(BrowserPage page, String phase) {
    assertThat(page.find(".lab-state")).hasAttribute("data-phase", phase);
  }
}
