package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.PromptRead;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set for one chat, the prompt library, and what is known of an answer, over the API. */
@Timeout(90)
class ChatOptionsIT extends ServerScene {
  private static final String API = "/api/web/v1";

  @Test
  void theModelIsToldTheProjectsInstructionsAndThenTheChatsOwn() throws Exception {
    long project =
        WireJson.readProject(
                JsonFields.parse(
                    ok("POST", "/projects", "{\"name\":\"P\",\"instructions\":\"Be brief.\"}")))
            .id();
    ChatRead chat =
        chat("POST", "/chats", "{\"project_id\":" + project + ",\"instructions\":\"Say Arr.\"}");
    String change = "{\"temperature\":0.25,\"max_tokens\":300}";
    ChatRead changed = chat("PATCH", "/chats/" + chat.id(), change);
    assertThat(changed.options())
        .isEqualTo(new ChatOptions("Say Arr.", OptionalDouble.of(0.25), OptionalLong.of(300)));

    say(chat.id());

    JsonFields asked = server().model().completions().getLast().json();
    JsonFields first = asked.objects("messages").getFirst();
    assertThat(first.string("role")).isEqualTo("system");
    assertThat(first.string("content")).isEqualTo("Be brief.\n\nSay Arr.");
    assertThat(asked.optionalFloat64("temperature")).hasValue(0.25);
    assertThat(asked.json()).contains(":300");

    String none = WireJson.writeChange(ChatOptions.NONE);
    assertThat(chat("PATCH", "/chats/" + chat.id(), none).options()).isEqualTo(ChatOptions.NONE);
    say(chat.id());
    JsonFields later = server().model().completions().getLast().json();
    assertThat(later.objects("messages").getFirst().string("content")).isEqualTo("Be brief.");
    assertThat(later.mentions("temperature")).isFalse();
    assertThat(later.json()).doesNotContain(":300");
  }

  @Test
  void otherWindowsAreToldAndARenamingLeavesTheOptions() throws Exception {
    long chat = chat("POST", "/chats", "{}").id();
    try (LiveReader reader = LiveReader.open(server(), "")) {
      chat("PATCH", "/chats/" + chat, "{\"instructions\":\"Be brief.\",\"temperature\":0}");
      LiveEvent.ChatChanged told =
          reader.await(
              LiveEvent.ChatChanged.class,
              event -> event.chat().options().temperature().isPresent());
      assertThat(told.chat().options())
          .isEqualTo(new ChatOptions("Be brief.", OptionalDouble.of(0), OptionalLong.empty()));
    }
    assertThat(chat("PATCH", "/chats/" + chat, "{\"title\":\"T\"}").options().instructions())
        .isEqualTo("Be brief.");
    server().endServer();
    try (TestServer again = TestServer.start(folder)) {
      String stored = again.get(API + "/chats/" + chat).body();
      assertThat(WireJson.readChat(JsonFields.parse(stored)).options().instructions())
          .isEqualTo("Be brief.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, -0.1, 0 to 2",
    "temperature, 2.01, 0 to 2",
    "temperature, '\"warm\"', a number",
    "max_tokens, 0, 1 to 1000000",
    "max_tokens, 1000001, 1 to 1000000",
    "max_tokens, 1.5, an integer",
    "instructions, 7, a string"
  })
  void whatIsOutOfRangeIsRefusedByItsName(String field, String value, String expected)
      throws Exception {
    long chat = chat("POST", "/chats", "{}").id();
    HttpResponse<String> refused = call("PATCH", "/chats/" + chat, json(field, value));
    assertThat(refused.statusCode()).isEqualTo(422);
    JsonFields problem = JsonFields.parse(refused.body());
    assertThat(problem.string("code")).isEqualTo("invalid_field");
    assertThat(problem.objects("fields").getFirst().string("name")).isEqualTo(field);
    assertThat(problem.objects("fields").getFirst().string("expected")).isEqualTo(expected);
    assertThat(call("POST", "/chats", json(field, value)).statusCode()).isEqualTo(422);
  }

  @Test
  void instructionsHave20000CharactersAtMost() throws Exception {
    long chat = chat("POST", "/chats", "{}").id();
    String longest = JsonText.object().field("instructions", "и".repeat(20_000)).done();
    assertThat(chat("PATCH", "/chats/" + chat, longest).options().instructions()).hasSize(20_000);
    String tooLong = JsonText.object().field("instructions", "и".repeat(20_001)).done();
    HttpResponse<String> refused = call("PATCH", "/chats/" + chat, tooLong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("20001 characters").contains("at most 20000 characters");
  }

  @Test
  void promptsAreMadeChangedListedByNameAndDeleted() throws Exception {
    PromptRead b = prompt("POST", "/prompts", "{\"name\":\" b \\n c \",\"text\":\"{{what}}\"}");
    assertThat(b.name()).isEqualTo("b c");
    PromptRead a = prompt("POST", "/prompts", "{\"name\":\"a\",\"text\":\" x\\n\"}");
    assertThat(a.text()).isEqualTo(" x\n");
    assertThat(prompts()).containsExactly(a, b);
    PromptRead changed = prompt("PATCH", "/prompts/" + b.id(), "{\"name\":\"0\"}");
    assertThat(changed.text()).isEqualTo("{{what}}");
    assertThat(prompts()).containsExactly(changed, a);
    assertThat(prompt("GET", "/prompts/" + a.id(), "")).isEqualTo(a);
    assertThat(call("DELETE", "/prompts/" + a.id(), "").statusCode()).isEqualTo(204);
    for (String method : List.of("GET", "DELETE")) {
      HttpResponse<String> gone = call(method, "/prompts/" + a.id(), "");
      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(gone.body()).contains("prompt_not_found");
    }
    assertThat(call("PATCH", "/prompts/" + a.id(), "{}").statusCode()).isEqualTo(404);
    assertThat(prompts()).containsExactly(changed);
  }

  @Test
  void promptsHaveLimits() throws Exception {
    assertThat(call("POST", "/prompts", made("n".repeat(101), "x")).statusCode()).isEqualTo(422);
    assertThat(call("POST", "/prompts", made("n", "x".repeat(20_001))).statusCode()).isEqualTo(422);
    assertThat(call("POST", "/prompts", made(" ", "x")).statusCode()).isEqualTo(422);
    assertThat(call("POST", "/prompts", made("n", "\n")).statusCode()).isEqualTo(422);
    for (int i = 0; i < 200; i++) {
      prompt("POST", "/prompts", made("n".repeat(100), "x".repeat(i == 0 ? 20_000 : 1)));
    }
    HttpResponse<String> refused = call("POST", "/prompts", made("n", "x"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("too_many_prompts");
    assertThat(prompts()).hasSize(200);
    call("DELETE", "/prompts/" + prompts().getFirst().id(), "");
    prompt("POST", "/prompts", made("n", "x"));
  }

  @Test
  void aFailedAnswerKeepsItsReasonAndOthersHaveNone() throws Exception {
    long chat = chat("POST", "/chats", "{}").id();
    server().model().enqueue(Script.text("one ", "two ").cutAfter(2, Cut.CLOSE));
    say(chat);
    MessageRead failed = history(chat).getLast();
    assertThat(failed.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(failed.metadata().error().orElseThrow().code()).isEqualTo("model_cut_off");
    assertThat(failed.metadata().error().orElseThrow().message())
        .isEqualTo("The connection to the model broke before the answer was whole.");
    server().model().script(Script.text("fine"));
    say(chat);
    assertThat(history(chat).getLast().metadata().error()).isEmpty();
  }

  @Test
  void aThinkingThatWasLeftOpenIsRemembered() throws Exception {
    long chat = chat("POST", "/chats", "{}").id();
    server().model().script(Script.text("four").thinking("two and two"));
    say(chat);
    MessageRead answer = history(chat).getLast();
    assertThat(answer.metadata().thinkingExpanded()).isFalse();
    assertThat(answer.metadata().times().thinking()).isPresent();
    assertThat(answer.metadata().times().firstToken().orElseThrow())
        .isLessThanOrEqualTo(answer.metadata().processingTime().orElseThrow());
    String path = "/chats/" + chat + "/messages/" + answer.id();
    String open = "{\"metadata\":{\"thinkingExpanded\":true}}";

    MessageRead opened = WireJson.readMessage(JsonFields.parse(ok("PATCH", path, open)));

    assertThat(opened.metadata()).isEqualTo(answer.metadata().withThinkingExpanded(true));
    assertThat(history(chat).getLast().metadata()).isEqualTo(opened.metadata());
    long question = history(chat).getFirst().id();
    ok("PATCH", "/chats/" + chat + "/messages/" + question, open);
    assertThat(history(chat).getFirst().metadata().thinkingExpanded()).isFalse();
    assertThat(call("PATCH", "/chats/" + chat + "/messages/999", open).statusCode()).isEqualTo(404);
    assertThat(call("PATCH", path, "{}").statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"chats, title, instructions", "projects, name, instructions", "prompts, name, text"})
  void changesOfTwoFieldsAtTheSameTimeUndoNothingOfEachOther(
      String things, String one, String other) throws Exception {
    String made = JsonText.object().field(one, "0").field(other, "0").done();
    long id = JsonFields.parse(ok("POST", "/" + things, made)).int64("id");
    String path = "/" + things + "/" + id;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ones = threads.submit(() -> setTo100(path, one));
      var others = threads.submit(() -> setTo100(path, other));
      assertThat(ones.get()).isTrue();
      assertThat(others.get()).isTrue();
    }
  }

  /** Whether what was set is still there each time. */
  private boolean setTo100(String path, String field) throws Exception {
    for (int i = 1; i <= 100; i++) {
      String value = String.valueOf(i);
      ok("PATCH", path, JsonText.object().field(field, value).done());
      if (!JsonFields.parse(ok("GET", path, "")).string(field).equals(value)) {
        return false;
      }
    }
    return true;
  }

  private static String json(String field, String value) {
    return "{\"" + field + "\":" + value + "}";
  }

  private static String made(String name, String text) {
    return JsonText.object().field("name", name).field("text", text).done();
  }

  private void say(long chat) throws Exception {
    ok("POST", "/chats/" + chat + "/messages/stream", "{\"content\":\"Go on\"}");
  }

  private ChatRead chat(String method, String path, String body) throws Exception {
    return WireJson.readChat(JsonFields.parse(ok(method, path, body)));
  }

  private PromptRead prompt(String method, String path, String body) throws Exception {
    return WireJson.readPrompt(JsonFields.parse(ok(method, path, body)));
  }

  private List<PromptRead> prompts() throws Exception {
    return JsonFields.parse(ok("GET", "/prompts", "")).objects("prompts").stream()
        .map(WireJson::readPrompt)
        .toList();
  }

  private List<MessageRead> history(long chat) throws Exception {
    return WireJson.readArray(ok("GET", "/chats/" + chat + "/messages", ""), WireJson::readMessage);
  }

  private String ok(String method, String path, String body) throws Exception {
    HttpResponse<String> response = call(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return server().json(method, API + path, body);
  }
}
