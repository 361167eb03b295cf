package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chats that are written into files and taken in from them, over HTTP. */
@Timeout(120)
class TransferIT extends ServerScene {
  private static final String API = "/api/web/v1";

  @Test
  void whatIsExportedAsJsonComesBackTheSameWithAllItsVersions() throws Exception {
    long chat = chatWithVersions();
    String file = get("/chats/" + chat + "/export?format=json");
    assertThat(messages(file)).hasSize(6);
    JsonObject report = take(file);
    assertThat(report.getInt("chats")).isEqualTo(1);
    assertThat(report.getInt("messages")).isEqualTo(6);
    ChatRead copy = chats().getFirst();
    assertThat(copy.id()).isNotEqualTo(chat);
    assertThat(copy.title()).isEqualTo("Say one");
    assertThat(copy.options().temperature()).hasValue(0.5);
    List<MessageRead> before = history(chat);
    List<MessageRead> after = history(copy.id());
    assertThat(after).extracting(MessageRead::content).isEqualTo(contents(before));
    assertThat(after)
        .extracting(MessageRead::createdAt)
        .isEqualTo(before.stream().map(MessageRead::createdAt).toList());
    assertThat(after)
        .extracting(MessageRead::metadata)
        .isEqualTo(before.stream().map(MessageRead::metadata).toList());
    assertThat(after).extracting(message -> message.versions().size()).containsExactly(2, 2);
    String again = get("/chats/" + copy.id() + "/export?format=json");
    assertThat(messages(again)).hasSize(6);
  }

  @Test
  void theSameFileIsTakenInOnce() throws Exception {
    String file = resource("open-webui.json");
    assertThat(take(file).getInt("chats")).isEqualTo(1);
    JsonObject second = take(file);
    assertThat(second.getInt("chats")).isZero();
    assertThat(skippedCodes(second)).containsExactly("import_repeated");
    server().json("DELETE", API + "/chats/" + chats().getFirst().id(), "");
    assertThat(take(file).getInt("chats")).isEqualTo(1);
  }

  @Test
  void aFileOfChatGptKeepsItsBranchesAndTellsWhatItLeftOut() throws Exception {
    JsonObject report = take(resource("chatgpt.json"));
    assertThat(report.getInt("chats")).isEqualTo(1);
    assertThat(report.getInt("messages")).isEqualTo(3);
    assertThat(report.getObject("left_out").getInt("attachments")).isEqualTo(1);
    assertThat(report.getObject("left_out").getInt("tool_messages")).isEqualTo(2);
    assertThat(skippedCodes(report)).containsExactly("import_empty");
    ChatRead chat = chats("?archived=true").getFirst();
    assertThat(chat.title()).isEqualTo("Склад и остатки");
    assertThat(chat.createdAt()).isEqualTo("2024-11-22T18:20:00.123Z");
    List<MessageRead> history = history(chat.id());
    assertThat(contents(history))
        .containsExactly("Сколько осталось винтов?", "Осталось **42** винта.");
    assertThat(history.getLast().versions()).hasSize(2);
    assertThat(history.getLast().metadata().model()).hasValue("gpt-4o");
  }

  @Test
  void aFileOfOpenWebUiKeepsWhatWasShownAndPinned() throws Exception {
    JsonObject report = take(resource("open-webui.json"));
    assertThat(report.getInt("messages")).isEqualTo(3);
    assertThat(report.getObject("left_out").getInt("attachments")).isEqualTo(1);
    ChatRead chat = chats().getFirst();
    assertThat(chat.pinned()).isTrue();
    assertThat(contents(history(chat.id()))).containsExactly("What is a stream?", "A sequence.");
    assertThat(history(chat.id()).getLast().versions()).hasSize(2);
  }

  @Test
  void aHostileFileHarmsNothingAndWhatCannotBeTakenIsTold() throws Exception {
    JsonObject report = take(resource("hostile.json"));
    assertThat(report.getInt("chats")).isEqualTo(2);
    assertThat(skippedCodes(report))
        .containsExactly(
            "import_unreadable",
            "import_unreadable",
            "import_unreadable",
            "import_unknown_format",
            "import_unknown_format",
            "import_unreadable",
            "import_empty",
            "import_unreadable");
    assertThat(report.getObject("left_out").getInt("rings")).isEqualTo(2);
    assertThat(chats()).hasSize(2);
  }

  @Test
  void anExportedPageHoldsNoScriptAndNoAddressToLoad() throws Exception {
    take(resource("hostile.json"));
    long chat =
        chats().stream().filter(c -> c.title().contains("script")).findFirst().orElseThrow().id();
    HttpResponse<String> response = server().get(API + "/chats/" + chat + "/export?format=html");
    assertThat(response.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"chat-" + chat + ".html\"; filename*=UTF-8''");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox; default-src 'none'");
    assertThat(response.body())
        .contains("default-src 'none'; style-src 'unsafe-inline'")
        .contains("&lt;script&gt;alert(2)&lt;/script&gt;")
        .doesNotContain("<script", "<img", "src=\"http", "href=\"javascript:", "<style>*")
        .doesNotContain("</title><script");
  }

  @Test
  void anExportedPageHoldsWhatTheUserWroteAsItWasWrittenAndFormulasWithTheirMarks()
      throws Exception {
    server().model().enqueue(Script.text("So $x^2$ and \\(y\\):\n\n$$\na < b\n$$\n"));
    server().json("POST", API + "/chats", "{}");
    long chat = chats().getFirst().id();
    server()
        .json(
            "POST",
            API + "/chats/" + chat + "/messages/stream",
            "{\"content\":\"It costs $5 or 6$\\n    a < b & *c*\\n\\n# not a heading\"}");
    assertThat(get("/chats/" + chat + "/export?format=html"))
        .contains(
            "<div class=\"text\">It costs $5 or 6$\n    a &lt; b &amp; *c*\n\n# not a heading</div>")
        .contains("So <span class=\"math\">$x^2$</span>", "<span class=\"math\">\\(y\\)</span>:")
        .contains("<div class=\"math\">$$\na &lt; b\n$$</div>");
  }

  @Test
  void footnotesOfAnExportedPageAreThoseOfTheirMessage() throws Exception {
    server().model().enqueue(Script.text("A fact[^1].\n\n[^1]: The source\n"));
    server().json("POST", API + "/chats", "{}");
    long chat = chats().getFirst().id();
    server().json("POST", API + "/chats/" + chat + "/messages/stream", "{\"content\":\"Why?\"}");
    HttpRequest request =
        server()
            .request(API + "/chats/" + chat + "/export?format=html")
            .header("Accept-Language", "ru")
            .build();
    String note = "m" + history(chat).getLast().id() + "-note-1";
    assertThat(server().send(request).body())
        .contains("<a href=\"#" + note + "\"", "<li value=\"1\" id=\"" + note + "\">")
        .contains(">Сноски</h2>", "aria-label=\"Назад к тексту\"");
  }

  @Test
  void marksThatNothingEndsAreExportedAtOnce() throws Exception {
    String marks = "![a ".repeat(60_000) + "] ".repeat(60_000);
    server().model().enqueue(Script.cutText(marks, 4_000));
    server().json("POST", API + "/chats", "{}");
    long chat = chats().getFirst().id();
    server().json("POST", API + "/chats/" + chat + "/messages/stream", "{\"content\":\"Why?\"}");
    assertThat(server().get(API + "/chats/" + chat + "/export?format=html").body())
        .contains("<p>![a ![a ", "] ] </p>");
  }

  @Test
  void markdownHoldsWhatIsShownBelowItsSpeakers() throws Exception {
    long chat = chatWithVersions();
    HttpRequest request =
        server()
            .request(API + "/chats/" + chat + "/export?format=markdown")
            .header("Accept-Language", "ru")
            .build();
    assertThat(server().send(request).body())
        .isEqualTo(
            """
            # Say one

            ## Пользователь

            Say two

            ## Ответ (test/numbered)

            Second again
            """);
  }

  @Test
  void theAddressOfAnExportMayNameItsLanguage() throws Exception {
    long chat = chatWithVersions();
    String address = API + "/chats/" + chat + "/export?format=html&language=";
    HttpRequest english = server().request(address + "ru").header("Accept-Language", "en").build();
    assertThat(server().send(english).body()).contains("<html lang=\"ru\">", "Пользователь");
    assertThat(server().get(address + "de").statusCode()).isEqualTo(422);
  }

  @Test
  void anUnknownFormatOrChatIsRefused() throws Exception {
    long chat = chatWithVersions();
    assertThat(server().get(API + "/chats/" + chat + "/export?format=pdf").statusCode())
        .isEqualTo(422);
    assertThat(server().get(API + "/chats/999/export").statusCode()).isEqualTo(404);
    HttpRequest text =
        server()
            .request(API + "/import")
            .POST(HttpRequest.BodyPublishers.ofString("[]"))
            .header("Content-Type", "text/plain")
            .build();
    assertThat(server().send(text).statusCode()).isEqualTo(415);
  }

  @Test
  void linesOfJsonAndFilesWithoutChatsAreRead() throws Exception {
    assertThat(take("[]").getInt("chats")).isZero();
    assertThat(take("").getInt("skipped_count")).isZero();
    String one = get("/chats/" + chatWithVersions() + "/export").replace("\n", "");
    String other = one.replace("Say one", "Say else");
    assertThat(take("\uFEFF" + one + "\n" + other + "\n").getInt("chats")).isEqualTo(2);
  }

  @Test
  void aChatThatIsTooLongIsPassedOverAndTheNextTaken() throws Exception {
    String one = get("/chats/" + chatWithVersions() + "/export");
    String long8 = "{\"x\":\"" + "y".repeat(8 << 20) + "\"}";
    JsonObject report = take("[" + long8 + "," + one + "]");
    assertThat(skippedCodes(report)).containsExactly("import_too_long");
    assertThat(report.getInt("chats")).isEqualTo(1);
  }

  @Test
  void aChatOfTooManyMessagesIsPassedOver() throws Exception {
    JsonObject report = take(ofMessages(20_001, "x"));
    assertThat(skippedCodes(report)).containsExactly("import_too_many_messages");
  }

  @Test
  void aFileOfTooManyChatsIsReadNoFurther() throws Exception {
    JsonObject report = take("[" + "0,".repeat(1 << 20) + "0]");
    assertThat(report.getInt("skipped_count")).isEqualTo(20_001);
    assertThat(take("[]").getInt("skipped_count")).isZero();
  }

  private static String ofMessages(int count, String text) {
    StringBuilder mapping = new StringBuilder();
    for (int i = 0; i < count; i++) {
      mapping
          .append(i == 0 ? "" : ",")
          .append("\"" + i + "\":{\"parent\":\"" + (i - 1) + "\",\"message\":{\"author\":")
          .append("{\"role\":\"user\"},\"content\":{\"parts\":[\"" + text + "\"]}}}");
    }
    return "[{\"mapping\":{" + mapping + "}}]";
  }

  @Test
  void anImportThatIsSentSlowlyHoldsUpNoOther() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      String head =
          "POST "
              + API
              + "/import HTTP/1.1\r\nHost: localhost:"
              + server().port()
              + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[";
      slow.getOutputStream().write(head.getBytes(UTF_8));
      HttpRequest other =
          server()
              .request(API + "/import")
              .POST(HttpRequest.BodyPublishers.ofString(resource("open-webui.json")))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20))
              .build();
      assertThat(server().send(other).body()).contains("\"chats\":1");
    }
  }

  @Test
  void aChatKeepsItsModelIfThatIsOnOffer() throws Exception {
    server().json("POST", API + "/chats", "{\"title\":\"Own\",\"model\":\"test/text\"}");
    String own = get("/chats/" + chats().getFirst().id() + "/export");
    take(own);
    take(own.replace("test/text", "gone/model").replace("Own", "Gone"));
    String webUi = resource("open-webui.json");
    take(webUi.replace("llama3:8b", "numbered"));
    take(webUi);
    take(
        "[{\"default_model_slug\":\"text\",\"mapping\":{\"a\":{\"message\":{\"author\":"
            + "{\"role\":\"user\"},\"content\":{\"parts\":[\"x\"]}}}}}]");
    assertThat(chats().reversed())
        .extracting(chat -> chat.model().orElse("-"))
        .containsExactly("test/text", "test/text", "-", "test/numbered", "-", "test/text");
  }

  @Test
  void whatHasTheMostMessagesComesBackAndWhatHasMoreIsNotExportedAsJson() throws Exception {
    assertThat(take(ofMessages(20_000, "x")).getInt("messages")).isEqualTo(20_000);
    long chat = chats().getFirst().id();
    String file = get("/chats/" + chat + "/export?format=json");
    assertThat(take(file).getInt("messages")).isEqualTo(20_000);
    server().json("POST", API + "/chats/" + chat + "/messages/stream", "{\"content\":\"more\"}");
    refusedAsTooLong(chat);
  }

  @Test
  void whatIsLongComesBackAndWhatIsLongerIsNotExportedAsJson() throws Exception {
    take(ofMessages(1, "y".repeat(7_990_000)));
    String file = get("/chats/" + chats().getFirst().id() + "/export?format=json");
    assertThat(take(file).getInt("messages")).isEqualTo(1);
    take(ofMessages(1, "y".repeat(8_000_000)));
    refusedAsTooLong(chats().getFirst().id());
  }

  private void refusedAsTooLong(long chat) throws Exception {
    HttpResponse<String> refused = server().get(API + "/chats/" + chat + "/export?format=json");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("chat_too_long", "20,000", "Markdown");
    assertThat(get("/chats/" + chat + "/export?format=markdown")).contains("## User");
  }

  @Test
  void aChatWithoutMessagesComesBack() throws Exception {
    server().json("POST", API + "/chats", "{\"title\":\"Empty\",\"pinned\":true}");
    JsonObject report = take(get("/chats/" + chats().getFirst().id() + "/export"));
    assertThat(report.getInt("chats")).isEqualTo(1);
    assertThat(chats()).extracting(ChatRead::title).containsExactly("Empty", "Empty");
    assertThat(chats().getFirst().pinned()).isTrue();
  }

  /** Two questions at the beginning, the second of which has two answers; and one more answer. */
  private long chatWithVersions() throws Exception {
    server().model().enqueue(Script.text("First"));
    server().model().enqueue(Script.text("Second"));
    server().model().enqueue(Script.text("Second again"));
    server().model().enqueue(Script.text("Third"));
    String options = "{\"temperature\": 0.5}";
    long chat =
        WireJson.readChat(JsonFields.parse(server().json("POST", API + "/chats", options).body()))
            .id();
    String messages = API + "/chats/" + chat + "/messages";
    server().json("POST", messages + "/stream", "{\"content\":\"Say one\"}");
    long first = history(chat).getFirst().id();
    server()
        .json(
            "POST", messages + "/stream", "{\"content\":\"Say two\",\"version_of\":" + first + "}");
    long answer = history(chat).getLast().id();
    server().json("POST", messages + "/" + answer + "/regenerate", "{}");
    server().json("POST", messages + "/" + first + "/regenerate", "{}");
    server().json("POST", messages + "/" + history(chat, answer) + "/show", "");
    return chat;
  }

  /** The last version of an answer. */
  private long history(long chat, long answer) throws Exception {
    server().json("POST", API + "/chats/" + chat + "/messages/" + answer + "/show", "");
    return history(chat).getLast().versions().getLast();
  }

  private JsonObject take(String file) throws Exception {
    HttpResponse<String> response = server().json("POST", API + "/import", file);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonParser.object().from(response.body());
  }

  private static List<String> skippedCodes(JsonObject report) {
    return report.getArray("skipped").stream()
        .map(one -> ((JsonObject) one).getString("code"))
        .toList();
  }

  private static JsonArray messages(String file) throws JsonParserException {
    return JsonParser.object().from(file).getArray("messages");
  }

  private static List<String> contents(List<MessageRead> messages) {
    return messages.stream().map(MessageRead::content).toList();
  }

  private List<ChatRead> chats() throws Exception {
    return chats("");
  }

  private List<ChatRead> chats(String query) throws Exception {
    return JsonFields.parse(get("/chats" + query)).objects("chats").stream()
        .map(WireJson::readChat)
        .sorted((one, other) -> Long.compare(other.id(), one.id()))
        .toList();
  }

  private List<MessageRead> history(long chat) throws Exception {
    return WireJson.readArray(get("/chats/" + chat + "/messages"), WireJson::readMessage);
  }

  private String get(String path) throws Exception {
    HttpResponse<String> response = server().get(API + path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = TransferIT.class.getResourceAsStream("imports/" + name)) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
