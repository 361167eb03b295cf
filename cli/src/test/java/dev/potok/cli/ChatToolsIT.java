package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonFields;
import dev.potok.testkit.Script;
import java.nio.file.Files;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chat's options, the commands behind a slash, and the prompt library. */
class ChatToolsIT extends BrowserScene {

  @Test
  void whatIsSetForAChatIsStoredToldToOtherTabsAndReachesTheModel() throws Exception {
    model().script(Script.text("Arr."));
    long chat = api().newChat();
    BrowserPage page = open("/chats/" + chat);
    BrowserPage other = openBeside(page, "/chats/" + chat);
    assertThat(other.action("chat-options")).hasAttribute("data-set", "false");
    page.action("chat-options").click();
    page.find("textarea[name=chat-instructions]").fill("Answer like a pirate.");
    page.find("input[name=chat-temperature]").fill("0,5");
    page.find("input[name=chat-max-tokens]").fill("200");
    page.find("dialog button[data-action=confirm]").click();
    assertThat(page.find("dialog")).hasCount(0);
    assertThat(page.action("chat-options")).hasAttribute("data-set", "true");
    assertThat(other.action("chat-options")).hasAttribute("data-set", "true");
    assertThat(api().chats().getFirst().options())
        .isEqualTo(
            new ChatOptions("Answer like a pirate.", OptionalDouble.of(0.5), OptionalLong.of(200)));

    other.action("chat-options").click();
    assertThat(other.find("textarea[name=chat-instructions]")).hasValue("Answer like a pirate.");
    assertThat(other.find("input[name=chat-temperature]")).hasValue("0.5");
    other.find("dialog button[data-action=cancel]").click();
    page.send("Hello");
    page.awaitStatus("complete");
    JsonFields asked = model().completions().getLast().json();
    assertThat(asked.objects("messages").getFirst().string("content"))
        .isEqualTo("Answer like a pirate.");
    assertThat(asked.optionalFloat64("temperature")).hasValue(0.5);

    page.reload();
    page.action("chat-options").click();
    page.find("textarea[name=chat-instructions]").fill("");
    page.find("input[name=chat-temperature]").fill("");
    page.find("input[name=chat-max-tokens]").fill("");
    page.find("dialog button[data-action=confirm]").click();
    assertThat(other.action("chat-options")).hasAttribute("data-set", "false");
    assertThat(api().chats().getFirst().options()).isEqualTo(ChatOptions.NONE);
  }

  @Test
  void optionsOfAChatThatIsNotMadeYetGoWithItsFirstMessage() throws Exception {
    model().script(Script.text("Arr."));
    long other = api().newChat();
    BrowserPage page = open("/");
    page.action("chat-options").click();
    page.find("textarea[name=chat-instructions]").fill("Be brief.");
    page.find("dialog button[data-action=confirm]").click();
    page.find(".page-head button[aria-haspopup]").click();
    page.find("[role=menuitemradio]")
        .filter(new Locator.FilterOptions().setHasText("text"))
        .click();
    page.chatLink(other).click();
    assertThat(page.action("chat-options")).hasAttribute("data-set", "false");
    page.action("new-chat").first().click();
    assertThat(page.action("chat-options")).hasAttribute("data-set", "true");
    page.reload();
    assertThat(page.find(".page-head button[aria-haspopup]")).containsText("text");
    page.send("Hello");
    page.awaitStatus("complete");
    assertThat(model().completions().getFirst().json().string("model")).isEqualTo("text");
    assertThat(
            model()
                .completions()
                .getFirst()
                .json()
                .objects("messages")
                .getFirst()
                .string("content"))
        .isEqualTo("Be brief.");
    page.action("new-chat").first().click();
    assertThat(page.action("chat-options")).hasAttribute("data-set", "false");
  }

  @Test
  void whatIsOutOfRangeIsSaidBesideItsField() throws Exception {
    BrowserPage page = open("/");
    page.action("chat-options").click();
    Locator temperature = page.find("input[name=chat-temperature]");
    for (String wrong : new String[] {"2.1", "-1", "warm", "0x1z"}) {
      temperature.fill(wrong);
      page.find("dialog button[data-action=confirm]").click();
      assertThat(page.find("dialog .field-wrong").nth(1)).hasText(Pattern.compile("from 0 to 2"));
      assertThat(temperature).isFocused();
    }
    temperature.fill("2");
    assertThat(page.find("dialog .field-wrong").nth(1)).isEmpty();
    page.find("input[name=chat-max-tokens]").fill("1.5");
    page.find("dialog button[data-action=confirm]").click();
    assertThat(page.find("dialog .field-wrong").nth(2)).containsText("whole number");
    page.find("input[name=chat-max-tokens]").fill("1");
    page.find("dialog button[data-action=confirm]").click();
    assertThat(page.find("dialog")).hasCount(0);
  }

  @Test
  void aSlashListsCommandsAndTheKeyboardGivesThem() throws Exception {
    model().script(Script.text("one"));
    BrowserPage page = open("/");
    page.send("Hello");
    page.awaitStatus("complete");
    page.composer().pressSequentially("/");
    Locator list = page.find("[role=listbox]");
    assertThat(list).isVisible();
    assertThat(page.composer()).hasAttribute("aria-controls", "commands");
    assertThat(page.composer()).hasAttribute("aria-activedescendant", "commands-0");
    assertThat(list.locator("[aria-selected=true]")).containsText("/new");
    page.composer().press("ArrowDown");
    assertThat(list.locator("[aria-selected=true]")).containsText("/again");
    page.composer().press("ArrowUp");
    page.composer().press("ArrowUp");
    assertThat(list.locator("[aria-selected=true]")).containsText("/settings");
    page.composer().press("Escape");
    assertThat(list).isHidden();
    assertThat(page.composer()).hasValue("/");
    assertThat(page.composer()).not().hasAttribute("aria-controls", "commands");

    page.composer().pressSequentially("again");
    assertThat(list.locator("[role=option]")).hasCount(1);
    page.composer().press("Tab");
    assertThat(page.composer()).hasValue("");
    assertThat(page.answer().locator(".version-place")).hasText("2/2");

    page.awaitStatus("complete");
    page.composer().fill("/export");
    assertThat(list.locator("[role=option]"))
        .hasText(
            new String[] {
              "/exportDownload Markdown", "/exportDownload HTML", "/exportDownload JSON"
            });
    Download file = page.tab().waitForDownload(() -> page.composer().press("Enter"));
    assertThat(Files.readString(file.path())).contains("Hello").contains("one");
    page.composer().fill("/sett");
    page.composer().press("Enter");
    assertThat(page.find("dialog h2")).hasText("Settings");
    page.find("dialog button[data-action=close]").click();
    assertThat(page.composer()).isFocused();
    page.composer().fill("/new");
    page.composer().press("Enter");
    assertThat(page.tab()).hasURL(Pattern.compile(".*:[0-9]+/$"));
    page.composer().fill("/usr/bin is a folder");
    assertThat(list).isHidden();
    page.composer().press("Enter");
    assertThat(page.question().locator(".message-body")).hasText("/usr/bin is a folder");
  }

  @Test
  void whileAnAnswerComesItCanBeStoppedByACommandAndThenContinued() throws Exception {
    model().script(Script.numbered(5).held());
    BrowserPage page = open("/");
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    page.composer().fill("/stop");
    page.composer().press("Enter");
    page.awaitStatus("stopped");
    assertThat(page.queued()).hasCount(0);
    model().script(Script.text(" and on"));
    page.composer().fill("/continue");
    page.composer().press("Enter");
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("t1 t2 and on");
    page.composer().fill("/model");
    page.composer().press("Enter");
    assertThat(page.find(".menu")).isVisible();
  }

  @Test
  void theFocusStaysInThePromptsWhenOneIsDeleted() throws Exception {
    api().newPrompt("one", "First");
    api().newPrompt("two", "Second");
    BrowserPage page = open("/");
    page.composer().fill("/prompts");
    page.composer().press("Enter");
    for (int left = 1; left >= 0; left--) {
      page.action("delete-prompt").first().press("Enter");
      page.find("dialog").last().locator("button[data-action=confirm]").press("Enter");
      assertThat(page.find(".prompt")).hasCount(left);
      assertThat(left == 1 ? page.action("use-prompt") : page.action("confirm")).isFocused();
    }
  }

  @Test
  void aPromptIsMadeUsedWithItsVariablesChangedAndDeleted() throws Exception {
    BrowserPage page = open("/");
    page.composer().fill("/prompts");
    page.composer().press("Enter");
    assertThat(page.find("dialog")).containsText("Texts that you write again and again");
    page.find("dialog button[data-action=confirm]").click();
    page.find("input[name=prompt-name]").fill("translate");
    page.find("textarea[name=prompt-text]").fill("Into {{language=English}}: {{text}}");
    page.find("dialog button[data-action=confirm]").last().click();
    assertThat(page.find(".prompt-name")).hasText("translate");
    page.find("dialog button[data-action=close]").click();

    page.composer().fill("/trans");
    assertThat(page.find("[role=option]")).containsText("/translate");
    page.composer().press("Enter");
    Locator fields = page.find("textarea[name=variable]");
    assertThat(fields).hasCount(2);
    assertThat(fields.first()).isFocused();
    assertThat(fields.first()).hasValue("English");
    page.tab().keyboard().type("Finnish");
    assertThat(fields.first()).hasValue("Finnish");
    fields.last().fill("Привет");
    fields.last().press("Enter");
    assertThat(page.find("dialog")).hasCount(0);
    assertThat(page.composer()).hasValue("Into Finnish: Привет");
    assertThat(page.composer()).isFocused();
    page.reload();
    assertThat(page.composer()).hasValue("Into Finnish: Привет");

    page.composer().fill("/prompts");
    page.composer().press("Enter");
    page.find("button[data-action=edit-prompt]").click();
    page.find("textarea[name=prompt-text]").fill("Fixed text");
    page.find("dialog button[data-action=confirm]").last().click();
    assertThat(page.find(".prompt-text")).hasText("Fixed text");
    page.find("button[data-action=use-prompt]").click();
    assertThat(page.composer()).hasValue("Fixed text");

    page.composer().fill("/prompts");
    page.composer().press("Enter");
    page.find("button[data-action=delete-prompt]").click();
    page.find("dialog").last().locator("button[data-action=confirm]").click();
    assertThat(page.find("dialog[open]")).containsText("Texts that you write again and again");
    page.find("dialog button[data-action=close]").click();

    page.composer().fill("/");
    assertThat(page.find("[role=option]").last()).containsText("/settings");
    api().newPrompt("uppercase", "In capitals: ");
    page.composer().fill("");
    page.composer().fill("/upper");
    assertThat(page.find("[role=option]").last()).containsText("/uppercase");
    page.composer().press("Enter");
    assertThat(page.composer()).hasValue("In capitals: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void theDialogsLookFinished(String language) throws Exception {
    boolean russian = language.equals("ru");
    String name = russian ? "перевод" : "translate";
    String text =
        russian ? "Переведи на {{язык=английский}}: {{текст}}" : "Into {{language}}: {{text}}";
    api().newPrompt(name, text);
    api().newPrompt(russian ? "кратко" : "brief", russian ? "Ответь кратко." : "Be brief.");
    BrowserPage page = open("/", language);
    page.action("chat-options").click();
    page.find("input[name=chat-temperature]").fill("3");
    page.find("dialog button[data-action=confirm]").click();
    page.keepLooks("chat-options");
    page.find("dialog button[data-action=close]").click();
    page.action("commands").click();
    assertThat(page.find("[role=option]").last()).containsText(name);
    page.keepLooks("commands");
    page.composer().fill(russian ? "/шаб" : "/prom");
    page.composer().press("Enter");
    assertThat(page.find(".prompt")).hasCount(2);
    page.keepLooks("prompts");
    page.find("button[data-action=edit-prompt]").last().click();
    page.keepLooks("prompt-edit");
    page.find("dialog button[data-action=cancel]").click();
    page.find("button[data-action=use-prompt]").last().click();
    page.keepLooks("prompt-fill");
    page.find("dialog button[data-action=cancel]").click();
    page.action("settings").click();
    page.keepLooks("settings");
  }
}
