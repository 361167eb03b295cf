package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.potok.engine.Search;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Chats and projects are made, found, renamed, moved and deleted in the list. */
class ChatListIT extends BrowserScene {

  /** How many hits a search gives at a time. */
  private static final int HITS_OF_A_PART = 20;

  private static final Path HOSTILE_FILE =
      Path.of("src/test/resources/dev/potok/cli/imports/hostile.json");

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
  void theListStaysScrolledWhenItIsDrawnAgain() throws Exception {
    long first = api().newChat();
    for (int i = 0; i < 40; i++) {
      api().newChat();
    }
    BrowserPage page = open("/");
    assertThat(page.chatLink(first)).isAttached();
    Locator list = page.find(".chat-list");
    Object place = list.evaluate("list => { list.scrollTop = 300; return list.scrollTop; }");
    assertThat(place).isEqualTo(300);
    api().rename(first, "Rivers");
    assertThat(page.chatLink(first)).hasText("Rivers");
    assertThat(list.evaluate("list => list.scrollTop")).isEqualTo(place);
  }

  @Test
  void aChatIsDeletedAndBroughtBack() throws Exception {
    long chat = chatAbout("Streams");
    long other = chatAbout("Lakes");
    BrowserPage page = open("/chats/" + chat);
    page.composer().fill("Not sent yet");
    choose(page, chat, "delete-chat");
    assertThat(page.chatLink(chat)).hasCount(0);
    assertThat(page.tab()).hasURL(server().uri("/").toString());
    assertThat(page.messages()).hasCount(0);
    assertThat(page.chatLink(other)).isVisible();
    assertThat(api().chats()).extracting(ChatRead::id).containsExactly(other);
    page.action("undo").click();
    assertThat(page.chatLink(chat)).hasText("Streams");
    page.chatLink(chat).click();
    assertThat(page.messages()).hasCount(2);
    assertThat(page.composer()).hasValue("Not sent yet");
  }

  @Test
  void aPinnedChatComesFirstAndAnArchivedOneIsListedApart() throws Exception {
    long old = chatAbout("Old");
    long newer = chatAbout("Newer");
    BrowserPage page = open("/");
    choose(page, old, "pin-chat");
    assertThat(page.find(".chat-row").first()).containsText("Old");
    BoundingBox pin =
        Objects.requireNonNull(page.chatLink(old).locator(".pin .icon").boundingBox());
    BoundingBox title =
        Objects.requireNonNull(page.chatLink(old).locator(".chat-title").boundingBox());
    assertThat(title.x - pin.x - pin.width).isGreaterThanOrEqualTo(4);
    choose(page, newer, "archive-chat");
    assertThat(page.chatLink(newer)).hasCount(0);
    page.action("archive").click();
    assertThat(page.chatLink(newer)).isVisible();
    assertThat(page.chatLink(old)).hasCount(0);
    choose(page, newer, "archive-chat");
    assertThat(page.find(".chat-list")).containsText("Nothing is archived");
    page.action("leave-archive").click();
    assertThat(page.chatLink(newer)).isVisible();
    assertThat(page.chatLink(old)).isVisible();
  }

  @Test
  void aChatIsDraggedIntoAProject() throws Exception {
    long project = api().newProject("Pirates");
    long chat = chatAbout("Who are you?");
    BrowserPage page = open("/");
    page.chatLink(chat).dragTo(page.find("a[data-project-id='" + project + "']"));
    await().until(() -> api().chats().getFirst().projectId().equals(OptionalLong.of(project)));
    Locator group = page.find(".group").filter(new Locator.FilterOptions().setHasText("Pirates"));
    assertThat(group.locator("a[data-chat-id='" + chat + "']")).isVisible();
  }

  @Test
  void aChatThatIsDraggedShowsWhereItGoesAndCanLeaveItsProject() throws Exception {
    long project = api().newProject("Pirates");
    long chat = api().newChatIn(project);
    BrowserPage page = open("/");
    Locator inside = page.find(".group").first();
    Locator outside = page.find(".drop-only");
    assertThat(outside).isHidden();
    page.chatLink(chat).hover();
    page.tab().mouse().down();
    dragOver(page.find("a[data-project-id='" + project + "']"));
    assertThat(inside).hasAttribute("data-drop", "");
    assertThat(outside).isVisible();
    page.keepLook("drag-1280-light-en");
    dragOver(outside);
    assertThat(outside).hasAttribute("data-drop", "");
    assertThat(inside).not().hasAttribute("data-drop", "");
    page.tab().mouse().up();
    await().until(() -> api().chats().getFirst().projectId().isEmpty());
    assertThat(page.find(".drop-only, [data-drop], [data-dragging]")).hasCount(0);
    assertThat(page.chatLink(chat)).isVisible();
  }

  /**
   * The first move begins the drag, or leaves what was below; the second is told to what is below.
   */
  private static void dragOver(Locator place) {
    place.hover();
    place.hover();
  }

  @Test
  void aChatIsKeptAsAFile() throws Exception {
    long chat = chatAbout("Streams");
    BrowserPage page = open("/chats/" + chat);
    Download file = page.tab().waitForDownload(() -> export(page, chat, "Markdown"));
    assertThat(file.suggestedFilename()).isEqualTo("Streams.md");
    assertThat(Files.readString(file.path())).startsWith("# Streams\n").contains("Well.");
  }

  private static void export(BrowserPage page, long chat, String format) {
    Locator row =
        page.find(".chat-row").filter(new Locator.FilterOptions().setHas(page.chatLink(chat)));
    row.hover();
    row.locator("button[data-action=chat-menu]").click();
    page.action("export-chat").filter(new Locator.FilterOptions().setHasText(format)).click();
  }

  @Test
  void aFileSpeaksThePagesLanguageAndWhyThereIsNoneIsSaid() throws Exception {
    long chat = chatAbout("Streams");
    BrowserPage page = open("/chats/" + chat);
    page.action("settings").click();
    page.find("dialog[open] input[name=language][value=ru]").check();
    assertThat(page.find("html")).hasAttribute("lang", "ru");
    page.find("dialog[open] button[data-action=close]").click();
    Download file = page.tab().waitForDownload(() -> export(page, chat, "HTML"));
    assertThat(Files.readString(file.path()))
        .contains("<html lang=\"ru\">", "<h2>Пользователь</h2>");

    page.tab()
        .route(
            "**/export?*",
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(409)
                        .setContentType("application/problem+json")
                        .setBody(
                            "{\"code\":\"chat_too_long\",\"title\":\"Too long\",\"status\":409}")));
    export(page, chat, "JSON");
    assertThat(page.find(".toast")).containsText("Too long");
    page.tab().unroute("**/export?*");
    page.tab().route("**/export?*", Route::abort);
    export(page, chat, "JSON");
    assertThat(page.find(".toast").last()).containsText("Сервер");
  }

  @Test
  void aFileWithChatsIsTakenInAndTheReportSaysWhatWasNot() throws Exception {
    BrowserPage page = open("/");
    page.action("settings").click();
    page.find("input[name=import]").setInputFiles(HOSTILE_FILE);
    assertThat(page.find(".report")).containsText("2 chats imported");
    assertThat(page.find(".report")).containsText("no chat of Potok, ChatGPT or Open WebUI");
    assertThat(page.find(".report"))
        .containsText("2 messages in a circle of replies were left out");
    page.keepLook("import-1280-light-en");
    Locator file = page.find("input[name=import]");
    assertThat(file).hasValue("");
    assertThat(file).isEnabled();
    file.setInputFiles(HOSTILE_FILE.resolveSibling("chatgpt.json"));
    assertThat(page.find(".report")).containsText("1 attachment was left out");
    assertThat(page.find(".report")).containsText("2 tool messages were left out");
    page.tab().route("**/import", route -> route.abort());
    file.setInputFiles(HOSTILE_FILE);
    assertThat(page.find(".report"))
        .hasText("The server cannot be reached. Check the connection, then try again.");
    assertThat(file).isEnabled();
    page.tab().unroute("**/import");
    file.setInputFiles(HOSTILE_FILE);
    assertThat(page.find(".report")).containsText("0 chats imported");
    page.find("dialog[open] button[data-action=close]").click();
    assertThat(page.find(".chat-list")).containsText("<script>alert(1)</script>");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aProjectIsMadeWithAChatInItAndItsInstructionsReachTheModel() throws Exception {
    model().enqueue(Script.text("Aye."));
    BrowserPage page = open("/");
    assertThat(page.find(".page-head button[aria-haspopup]")).containsText("numbered");
    page.action("new-project").first().click();
    Locator dialog = page.find("dialog[open]");
    dialog.locator("input[name=project-name]").fill("Pirates");
    dialog.locator("textarea[name=project-instructions]").fill("Speak like a pirate.");
    Locator model = dialog.locator("select[name=project-model]");
    Locator option = model.locator("option").filter(new Locator.FilterOptions().setHasText("text"));
    model.selectOption(option.getAttribute("value"));
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
    assertThat(model().completions().getFirst().json().string("model")).isEqualTo("text");
    Locator group = page.find(".group").filter(new Locator.FilterOptions().setHasText("Pirates"));
    assertThat(group.locator("a[data-chat-id='" + chat + "']")).hasText("Who are you?");

    choose(page, chat, "move-chat");
    await().until(() -> api().chats().getFirst().projectId().equals(OptionalLong.empty()));
    assertThat(group.locator("a[data-chat-id='" + chat + "']")).hasCount(0);
    assertThat(page.chatLink(chat)).hasCount(1);
  }

  @Test
  void whatIsWrittenInADialogIsNotLost() {
    BrowserPage page = open("/");
    page.action("new-project").first().click();
    Locator dialog = page.find("dialog[open]");
    Locator instructions = dialog.locator("textarea[name=project-instructions]");
    // A selection that begins in the field and ends beside the box is no click beside it.
    BoundingBox field = Objects.requireNonNull(instructions.boundingBox());
    page.tab().mouse().move(field.x + 60, field.y + 15);
    page.tab().mouse().down();
    page.tab().mouse().move(20, field.y + 15);
    page.tab().mouse().up();
    assertThat(dialog).hasCount(1);
    page.tab().mouse().click(20, BrowserPage.HEIGHT - 20);
    assertThat(dialog).hasCount(0);

    page.action("new-project").first().click();
    instructions.fill("Speak like a pirate.");
    page.tab().mouse().click(20, BrowserPage.HEIGHT - 20);
    assertThat(instructions).hasValue("Speak like a pirate.");
    Locator save = dialog.locator("button[data-action=confirm]");
    save.click();
    assertThat(dialog.getByRole(AriaRole.ALERT).first()).hasText("Something must stand here.");
    Locator name = dialog.locator("input[name=project-name]");
    assertThat(name).isFocused();
    name.fill("Pirates");
    page.tab()
        .route(
            "**/projects",
            route -> {
              if (route.request().method().equals("POST")) {
                route.abort();
              } else {
                route.resume();
              }
            });
    save.click();
    assertThat(dialog.getByRole(AriaRole.ALERT).first())
        .hasText("The server cannot be reached. Check the connection, then try again.");
    assertThat(name).hasValue("Pirates");
    assertThat(instructions).hasValue("Speak like a pirate.");
    page.tab().unroute("**/projects");
    save.click();
    assertThat(page.find("main h1")).hasText("Pirates");
    assertThat(dialog).hasCount(0);
  }

  @Test
  void aProjectIsDeletedWithItsChatsAndBroughtBack() throws Exception {
    long project = api().newProject("Pirates");
    long inside = api().newChatIn(project);
    long outside = chatAbout("Lakes");
    BrowserPage page = open("/chats/" + inside);
    BrowserPage elsewhere = open("/chats/" + inside);
    elsewhere.composer().fill("half a message");
    page.find(".group-head").first().hover();
    page.action("project-menu").click();
    page.action("delete-project").click();
    assertThat(page.find("a[data-project-id]")).hasCount(0);
    assertThat(page.chatLink(inside)).hasCount(0);
    assertThat(page.chatLink(outside)).isVisible();
    assertThat(page.tab()).hasURL(server().uri("/").toString());
    assertThat(api().projects()).isEmpty();
    assertThat(api().chats()).extracting(ChatRead::id).containsExactly(outside);
    assertThat(elsewhere.chatLink(outside)).isVisible();
    assertThat(elsewhere.chatLink(inside)).hasCount(0);
    assertThat(elsewhere.tab()).hasURL(server().uri("/").toString());
    assertThat(elsewhere.composer()).hasValue("half a message");
    page.action("undo").click();
    assertThat(page.find("a[data-project-id]")).hasCount(1);
    assertThat(page.chatLink(inside)).isVisible();
    assertThat(elsewhere.chatLink(inside)).isVisible();
  }

  @Test
  void theSearchFindsChatsByTheirTitle() throws Exception {
    long rivers = chatAbout("Great rivers");
    long lakes = chatAbout("Deep lakes");
    BrowserPage page = open("/");
    assertThat(page.chatLink(lakes)).isVisible();
    page.tab().keyboard().press("Control+Shift+F");
    Locator search = page.find("input[name=search]");
    assertThat(search).isFocused();
    assertThat(search).hasAttribute("maxlength", String.valueOf(Search.MAX_TEXT));
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
  void whatIsFoundIsMarkedAndOpensAtItsMessageWithTheKeyboardAlone() throws Exception {
    long chat = chatAbout("Great rivers");
    model().enqueue(Script.text("An ornithopter flaps its wings."));
    api().say(chat, "And what flies?");
    long hidden = api().history(chat).getLast().id();
    model().enqueue(Script.text("A plane."));
    api().regenerate(chat, hidden);
    BrowserPage page = open("/");
    page.tab().keyboard().press("Control+Shift+F");
    page.tab().keyboard().type("ornithopters wing");
    Locator hit = page.find("a[data-hit-message='" + hidden + "']");
    assertThat(hit).isVisible();
    assertThat(hit).hasAttribute("href", "/chats/" + chat + "#message-" + hidden);
    assertThat(hit.locator("mark")).hasText(new String[] {"ornithopter", "wings"});
    page.keepLooks("search");
    page.tab().keyboard().press("ArrowDown");
    assertThat(hit).isFocused();
    page.tab().keyboard().press("Enter");
    assertThat(page.message(hidden)).isInViewport();
    assertThat(page.message(hidden)).hasAttribute("data-found", "true");
    // The chat is short, so that there is nothing to be led to.
    assertThat(page.action("to-bottom")).isHidden();
    assertThat(page.tab()).hasURL(server().uri("/chats/" + chat).toString());
  }

  @Test
  void enterOpensAHitOfWhatIsWrittenAndWhatFailsLeavesTheHits() throws Exception {
    for (int i = 0; i <= HITS_OF_A_PART; i++) {
      api().rename(api().newChat(), "Rivers " + i);
    }
    long lakes = api().newChat();
    api().rename(lakes, "Lakes");
    BrowserPage page = open("/");
    List<Route> further = new CopyOnWriteArrayList<>();
    page.tab().route("**/search?*cursor=*", further::add);
    Locator search = page.find("input[name=search]");
    Locator hits = page.find(".hit");
    search.fill("rivers");
    assertThat(hits).hasCount(HITS_OF_A_PART);
    page.action("more-hits").click();
    page.action("more-hits").click();
    page.tab().waitForCondition(() -> !further.isEmpty());
    further.getFirst().abort();
    assertThat(page.find(".hits")).containsText("The server cannot be reached");
    assertThat(hits).hasCount(HITS_OF_A_PART);
    assertThat(page.action("search-again")).isFocused();
    assertThat(further).hasSize(1);
    page.tab().unroute("**/search?*cursor=*");
    page.action("search-again").press("Enter");
    assertThat(hits).hasCount(HITS_OF_A_PART + 1);
    assertThat(hits.last()).isFocused();

    // Nothing is found by this text yet when the key is pressed.
    search.fill("lakes");
    search.press("Enter");
    assertThat(page.tab()).hasURL(server().uri("/chats/" + lakes).toString());
    assertThat(page.composer()).isFocused();
    assertThat(page.composer()).hasValue("");
  }

  @Test
  void aSearchThatAProxyRefusesSaysWhy() throws Exception {
    BrowserPage page = open("/");
    page.tab()
        .route(
            "**/search?*",
            route -> route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("")));
    page.find("input[name=search]").fill("rivers");
    assertThat(page.find(".hits [role=status]")).containsText("503");
    assertThat(page.action("search-again")).isVisible();
  }

  @Test
  void aLongMenuStaysInTheWindow() throws Exception {
    for (int i = 0; i < 30; i++) {
      long project = api().newProject("Project " + i);
      if (i == 15) {
        api().newChatIn(project);
      }
    }
    BrowserPage page = open("/");
    Locator row = page.find(".chat-row");
    // There is room enough neither above nor below.
    row.evaluate("row => row.scrollIntoView({block: 'center'})");
    double middle = Objects.requireNonNull(row.boundingBox()).y;
    assertThat(middle).isBetween(BrowserPage.HEIGHT * 0.45, BrowserPage.HEIGHT * 0.55);
    row.hover();
    row.locator("button[data-action=chat-menu]").click();
    Locator menu = page.find(".menu");
    Locator last = menu.locator("button").last();
    last.scrollIntoViewIfNeeded();
    assertThat(last).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    BoundingBox box = menu.boundingBox();
    assertThat(box.y).isNotNegative();
    assertThat(box.y + box.height).isLessThanOrEqualTo(BrowserPage.HEIGHT);
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
