package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import dev.potok.protocol.MessageRead;
import dev.potok.testkit.Script;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Scenario 5: messages are deleted, and a deletion is taken back. */
class DeleteMessagesIT extends BrowserScene {

  @Test
  void anAnswerIsDeletedAndBroughtBack() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = open("/chats/" + chat);
    delete(page.answer());
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two"});
    assertThat(page.find(".toast")).containsText("Message deleted");
    page.keepLook("deleted-1280-light-en");
    awaitContents(chat, "one", "first", "two");
    page.find(".toast button[data-action=undo]").click();
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    assertThat(page.find(".toast")).hasCount(0);
    awaitContents(chat, "one", "first", "two", "second");
  }

  @Test
  void aMessageOfTheUserIsDeletedAndItsAnswerStays() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = open("/chats/" + chat);
    delete(page.messages().first());
    assertThat(page.bodies()).hasText(new String[] {"first", "two", "second"});
    awaitContents(chat, "first", "two", "second");
    page.reload();
    assertThat(page.bodies()).hasText(new String[] {"first", "two", "second"});

    page.tab().setViewportSize(BrowserPage.NARROW, BrowserPage.HEIGHT);
    delete(page.question());
    page.answer().locator(".meta button[data-action=retry]").click();
    assertThat(page.alert())
        .containsText("This message cannot be answered once more: it follows no other.");
    // The way back is beside what went wrong, not on it.
    BoundingBox note = Objects.requireNonNull(page.find(".toast").boundingBox());
    BoundingBox error = Objects.requireNonNull(page.alert().boundingBox());
    assertThat(note.y + note.height).isLessThan(error.y);
    page.keepLook("deleted-question-360-light-en");
  }

  @Test
  void theQuestionOfARunningAnswerIsDeletedAndTheAnswerGoesOn() throws Exception {
    model().enqueue(Script.numbered(4).held());
    BrowserPage page = open("/");
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    delete(page.question());
    assertThat(page.bodies()).hasText(new String[] {"t1 t2"});
    long chat = page.chatId();
    await().until(() -> api().history(chat).size() == 1);
    model().releaseTokens(2);
    page.awaitStatus("complete");
    assertThat(page.bodies()).hasText(new String[] {"t1 t2 t3 t4"});
  }

  @Test
  void aDeletionThatFailsIsTakenBackAndSaid() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = openThroughProxy("/chats/" + chat);
    assertThat(page.messages()).hasCount(4);
    proxy().refuse();
    proxy().cutAll();
    delete(page.answer());
    assertThat(page.alert()).containsText("The server cannot be reached");
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    proxy().pass();
    awaitContents(chat, "one", "first", "two", "second");
  }

  @Test
  void deletionsInARowAreTakenBackTogetherAndTheirNoteWaitsForItsReader() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = page("en");
    page.tab().clock().install();
    page.go(server().uri("/chats/" + chat).toString());
    for (int left = 3; left > 0; left--) {
      delete(page.messages().last());
      assertThat(page.messages()).hasCount(left);
    }
    awaitContents(chat, "one");
    Locator note = page.find(".toast");
    assertThat(note).hasText("3 deletedUndo");
    page.keepLook("deleted-3-1280-light-en");
    note.hover();
    page.tab().clock().fastForward(60_000);
    assertThat(note).isVisible();
    page.action("undo").focus();
    page.tab().mouse().move(0, 0);
    page.tab().clock().fastForward(60_000);
    page.action("undo").press("Enter");
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    assertThat(note).hasCount(0);
    awaitContents(chat, "one", "first", "two", "second");

    delete(page.answer());
    assertThat(note).hasText("Message deletedUndo");
    page.tab().mouse().move(0, 0);
    page.composer().focus();
    page.tab().clock().fastForward(60_000);
    assertThat(note).hasCount(0);
  }

  private long twoExchanges() throws Exception {
    model().enqueue(Script.text("first"), Script.text("second"));
    long chat = api().newChat();
    api().say(chat, "one");
    api().say(chat, "two");
    return chat;
  }

  private static void delete(Locator message) {
    message.hover();
    message.locator(".meta button[data-action=delete]").click();
  }

  private void awaitContents(long chat, String... contents) {
    await()
        .untilAsserted(() ->
            assertThat(api().history(chat))
                .extracting(MessageRead::content)
                .isEqualTo(List.of(contents)));
  }
}
