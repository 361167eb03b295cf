package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.testkit.Script;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Chats and projects are made, found, renamed, moved and deleted in the list. */
class ChatListIT extends BrowserScene {

  @Test
  void aChatIsRenamedInItsPlace() throws Exception {
    long chat = chatAbout("Streams");
    BrowserPage page = open("/chats/" + chat);
    choose(page, chat, "rename-chat");
    Locator field = page.find("input[name=title]");
    assertThat(field).hasValue("Streams");
    field.fill("Rivers");
    field.press("Enter");
    assertThat(page.chatLink(chat)).hasText("Rivers");
    assertThat(page.find("main h1")).hasText("Rivers");
    await().until(() -> api().chats().getFirst().title().equals("Rivers"));
    choose(page, chat, "rename-chat");
    field.fill("never");
    field.press("Escape");
    assertThat(page.chatLink(chat)).hasText("Rivers");
  }

  @Test
  void aChatIsDeletedWhenThatIsConfirmed() throws Exception {
    long chat = chatAbout("Streams");
    long other = chatAbout("Lakes");
    BrowserPage page = open("/chats/" + chat);
    choose(page, chat, "delete-chat");
    Locator dialog = page.find("dialog[open]");
    assertThat(dialog).containsText("“Streams” and all its messages will be deleted");
    page.keepLook("delete-chat-1280-light-en");
    dialog.locator("button[data-action=cancel]").click();
    assertThat(page.chatLink(chat)).isVisible();

    choose(page, chat, "delete-chat");
    dialog.locator("button[data-action=confirm]").click();
    assertThat(page.chatLink(chat)).hasCount(0);
    assertThat(page.tab()).hasURL(server().uri("/").toString());
    assertThat(page.messages()).hasCount(0);
    assertThat(page.chatLink(other)).isVisible();
    assertThat(api().chats()).extracting(ChatRead::id).containsExactly(other);
  }

  @Test
  void aProjectIsMadeWithAChatInItAndItsInstructionsReachTheModel() throws Exception {
    model().enqueue(Script.text("Aye."));
    BrowserPage page = open("/");
    page.action("new-project").first().click();
    Locator dialog = page.find("dialog[open]");
    dialog.locator("input[name=project-name]").fill("Pirates");
    dialog.locator("textarea[name=project-instructions]").fill("Speak like a pirate.");
    dialog.locator("button[data-action=confirm]").click();
    assertThat(page.tab()).hasURL(Pattern.compile(".*/projects/[0-9]+$"));
    assertThat(page.find("main h1")).hasText("Pirates");
    page.keepLooks("project");

    page.send("Who are you?");
    page.awaitStatus("complete");
    long chat = page.chatId();
    ProjectRead project = api().projects().getFirst();
    assertThat(project.name()).isEqualTo("Pirates");
    assertThat(api().chats().getFirst().projectId()).hasValue(project.id());
    assertThat(model().completions().getFirst().body()).contains("Speak like a pirate.");
    Locator group = page.find(".group").filter(new Locator.FilterOptions().setHasText("Pirates"));
    assertThat(group.locator("a[data-chat-id='" + chat + "']")).hasText("Who are you?");

    choose(page, chat, "move-chat");
    await().until(() -> api().chats().getFirst().projectId().equals(OptionalLong.empty()));
    assertThat(group.locator("a[data-chat-id='" + chat + "']")).hasCount(0);
    assertThat(page.chatLink(chat)).hasCount(1);
  }

  @Test
  void aProjectIsDeletedWithItsChatsWhenThatIsConfirmed() throws Exception {
    long project = api().newProject("Pirates");
    long inside = api().newChatIn(project);
    long outside = chatAbout("Lakes");
    BrowserPage page = open("/chats/" + inside);
    page.find(".group-head").first().hover();
    page.action("project-menu").click();
    page.action("delete-project").click();
    Locator dialog = page.find("dialog[open]");
    assertThat(dialog).containsText("Delete the project “Pirates”?");
    dialog.locator("button[data-action=confirm]").click();
    assertThat(page.find("a[data-project-id]")).hasCount(0);
    assertThat(page.chatLink(inside)).hasCount(0);
    assertThat(page.chatLink(outside)).isVisible();
    assertThat(page.tab()).hasURL(server().uri("/").toString());
    assertThat(api().projects()).isEmpty();
    assertThat(api().chats()).extracting(ChatRead::id).containsExactly(outside);
  }

  @Test
  void theSearchFindsChatsByTheirTitle() throws Exception {
    long rivers = chatAbout("Great rivers");
    long lakes = chatAbout("Deep lakes");
    BrowserPage page = open("/");
    assertThat(page.chatLink(lakes)).isVisible();
    page.tab().keyboard().press("Control+k");
    Locator search = page.find("input[name=search]");
    assertThat(search).isFocused();
    search.fill("river");
    assertThat(page.chatLink(lakes)).hasCount(0);
    assertThat(page.chatLink(rivers)).isVisible();
    search.fill("mountains");
    assertThat(page.find(".chat-list")).containsText("Nothing found");
    search.press("Escape");
    assertThat(page.chatLink(lakes)).isVisible();
    assertThat(page.chatLink(rivers)).isVisible();
  }

  @Test
  void aModelIsChosenForAChat() throws Exception {
    model().script(Script.text("Yes."));
    BrowserPage page = open("/");
    page.find(".page-head button[aria-haspopup]").click();
    page.find("[role=menuitemradio]")
        .filter(new Locator.FilterOptions().setHasText("text"))
        .click();
    page.send("Are you text?");
    page.awaitStatus("complete");
    assertThat(model().completions().getFirst().json().string("model")).isEqualTo("text");
    assertThat(page.find(".page-head button[aria-haspopup]")).containsText("text");
  }

  private long chatAbout(String title) throws Exception {
    model().enqueue(Script.text("Well."));
    long chat = api().newChat();
    api().say(chat, title);
    return chat;
  }

  private static void choose(BrowserPage page, long chat, String action) {
    Locator row =
        page.find(".chat-row").filter(new Locator.FilterOptions().setHas(page.chatLink(chat)));
    row.hover();
    row.locator("button[data-action=chat-menu]").click();
    page.action(action).click();
  }
}
