package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.Script;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every window of a user is told, over real sockets. */
@Timeout(90)
class EventsIT extends ServerScene {
  private static final String API = "/api/web/v1";

  @Override
  String[] configuration() {
    return new String[] {"answers:", "  shutdown-grace: 200ms"};
  }

  @Test
  void whatOneWindowDoesWithChatsAndProjectsAnotherIsTold() throws Exception {
    try (LiveReader reader = LiveReader.open(server(), "")) {
      long project = id(body("POST", "/projects", "{\"name\":\"Stock\"}"));
      reader.await(LiveEvent.ProjectChanged.class, event -> event.project().id() == project);
      body("PATCH", "/projects/" + project, "{\"name\":\"Store\"}");
      reader.await(LiveEvent.ProjectChanged.class, event -> event.project().name().equals("Store"));
      long chat = newChat();
      reader.await(LiveEvent.ChatChanged.class, event -> event.chat().id() == chat);
      body("PATCH", "/chats/" + chat, "{\"title\":\"Renamed\",\"project_id\":" + project + "}");
      LiveEvent.ChatChanged renamed =
          reader.await(
              LiveEvent.ChatChanged.class, event -> event.chat().title().equals("Renamed"));
      assertThat(renamed.chat().projectId()).hasValue(project);
      body("DELETE", "/chats/" + chat, "");
      reader.await(LiveEvent.ChatDeleted.class, event -> event.chatId() == chat);
      body("DELETE", "/projects/" + project, "");
      reader.await(LiveEvent.ProjectDeleted.class, event -> event.projectId() == project);
    }
  }

  @Test
  void theLifeOfAnAnswerIsTold() throws Exception {
    server().model().script(Script.numbered(3));
    long chat = newChat();
    try (LiveReader reader = LiveReader.open(server(), "")) {
      body("POST", "/chats/" + chat + "/messages/stream", "{\"content\":\"Count, please\"}");

      LiveEvent.AnswerStarted start =
          reader.await(LiveEvent.AnswerStarted.class, event -> event.chatId() == chat);
      assertThat(start.userMessage().orElseThrow().content()).isEqualTo("Count, please");
      assertThat(start.message().status()).isEqualTo(MessageStatus.STREAMING);
      long answer = start.message().id();
      LiveEvent.AnswerEnded end =
          reader.await(LiveEvent.AnswerEnded.class, event -> event.messageId() == answer);
      assertThat(end.status()).isEqualTo(MessageStatus.COMPLETE);
      reader.await(
          LiveEvent.ChatChanged.class,
          event -> event.chat().streamingMessageId().equals(OptionalLong.of(answer)));
      LiveEvent.ChatChanged last =
          reader.await(
              LiveEvent.ChatChanged.class,
              event ->
                  event.chat().streamingMessageId().isEmpty()
                      && reader.events().indexOf(event) > reader.events().indexOf(end));
      assertThat(last.chat().title()).isEqualTo("Count, please");

      body("DELETE", "/chats/" + chat + "/messages/" + answer, "");
      reader.await(LiveEvent.MessagesChanged.class, event -> event.chatId() == chat);
      body("POST", "/chats/" + chat + "/messages/" + answer + "/restore", "");
      await().until(() -> reader.all(LiveEvent.MessagesChanged.class).size() == 2);
    }
  }

  @Test
  void aFailureBeforeTheFirstWordIsToldAsAnEndWithoutMessage() throws Exception {
    server().model().script(Script.status(401));
    long chat = newChat();
    try (LiveReader reader = LiveReader.open(server(), "")) {
      body("POST", "/chats/" + chat + "/messages/stream", "{\"content\":\"x\"}");
      LiveEvent.AnswerEnded end = reader.await(LiveEvent.AnswerEnded.class, _ -> true);
      assertThat(end.status()).isEqualTo(MessageStatus.FAILED);
      assertThat(history(chat)).isEmpty();
    }
  }

  @Test
  void aWindowGoesOnFromWhereItWas() throws Exception {
    newChat();
    String position;
    try (LiveReader reader = LiveReader.open(server(), "")) {
      assertThat(reader.all(LiveEvent.Ready.class)).containsExactly(new LiveEvent.Ready(true));
      newChat();
      reader.await(LiveEvent.ChatChanged.class, _ -> true);
      position = reader.position();
    }
    long meanwhile = newChat();
    try (LiveReader again = LiveReader.open(server(), "", position)) {
      assertThat(again.all(LiveEvent.Ready.class)).containsExactly(new LiveEvent.Ready(false));
      again.await(LiveEvent.ChatChanged.class, event -> event.chat().id() == meanwhile);
      assertThat(again.all(LiveEvent.ChatChanged.class)).hasSize(1);
    }
    try (LiveReader byQuery = LiveReader.open(server(), "?after=" + position)) {
      assertThat(byQuery.all(LiveEvent.Ready.class)).containsExactly(new LiveEvent.Ready(false));
    }
    try (LiveReader unknown = LiveReader.open(server(), "", "other-3")) {
      assertThat(unknown.all(LiveEvent.Ready.class)).containsExactly(new LiveEvent.Ready(true));
    }
  }

  @Test
  void oneConnectionCarriesManyAnswersEachFromItsPlace() throws Exception {
    server().model().script(Script.numbered(40).held());
    List<Long> chats = new ArrayList<>();
    List<Long> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      chats.add(newChat());
      answers.add(beginAnswer(chats.get(i)));
    }
    StringBuilder query = new StringBuilder("?answer=999:0");
    for (int i = 0; i < 5; i++) {
      query
          .append("&answer=")
          .append(answers.get(i))
          .append(':')
          .append(i == 4 ? -1 : i == 3 ? 1 : 0);
    }
    try (LiveReader reader = LiveReader.open(server(), query.toString())) {
      server().model().releaseTokens(500);
      for (long answer : answers) {
        reader.await(LiveEvent.AnswerEnded.class, event -> event.messageId() == answer);
      }
      for (int i = 0; i < 5; i++) {
        long answer = answers.get(i);
        reader.await(
            LiveEvent.AnswerPart.class,
            part -> part.messageId() == answer && part.jsonLine().contains("message_end"));
        List<JsonFields> lines =
            reader.all(LiveEvent.AnswerPart.class).stream()
                .filter(part -> part.messageId() == answer)
                .map(part -> JsonFields.parse(part.jsonLine()))
                .toList();
        assertThat(lines.getFirst().int64("seq")).isEqualTo(i == 3 ? 2 : 1);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
          assertThat(lines.get(line).int64("seq")).isEqualTo(lines.getFirst().int64("seq") + line);
          text.append(lines.get(line).optionalString("delta").orElse(""));
        }
        assertThat(text.toString()).isEqualTo(history(chats.get(i)).getLast().content());
      }
      Problem refused =
          reader.await(LiveEvent.AnswerRefused.class, event -> event.messageId() == 999).problem();
      assertThat(refused.code()).isEqualTo("message_not_found");
    }
  }

  @Test
  void aReaderThatLeavesEndsNoAnswer() throws Exception {
    server().model().script(Script.numbered(5).held());
    long chat = newChat();
    long answer = beginAnswer(chat);
    try (LiveReader reader = LiveReader.open(server(), "?answer=" + answer + ":0")) {
      reader.await(LiveEvent.AnswerPart.class, _ -> true);
    }
    server().model().releaseTokens(10);
    await().until(() -> history(chat).getLast().status() == MessageStatus.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17:", ":4", "x:1", "17:y", "", "9999999999999999999:1"})
  void anAnswerThatIsNamedWronglyIsRefused(String answer) throws Exception {
    HttpResponse<String> response = server().get(API + "/events?answer=" + answer);
    Problem problem = WireJson.readProblem(JsonFields.parse(response.body()));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(problem.fields().getFirst().name()).isEqualTo("answer");
  }

  @Test
  void tooManyAnswersAndOneTwiceAreRefused() throws Exception {
    String query = "?" + "answer=1:0&".repeat(65);
    assertThat(server().get(API + "/events" + query).statusCode()).isEqualTo(422);
    assertThat(server().get(API + "/events?answer=1:0&answer=1:2").statusCode()).isEqualTo(422);
    assertThat(server().json("POST", API + "/events", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void whenTheServerEndsReadersAreToldWhenToComeBack() throws Exception {
    server().model().script(Script.numbered(5).held());
    long chat = newChat();
    long answer = beginAnswer(chat);
    List<LiveReader> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(LiveReader.open(server(), "?answer=" + answer + ":0"));
    }
    HttpResponse<InputStream> stream =
        server()
            .open(
                server()
                    .request(API + "/chats/" + chat + "/messages/" + answer + "/stream")
                    .build());

    server().endServer();

    for (LiveReader reader : readers) {
      reader.awaitEnd();
      assertThat(reader.retries())
          .hasSize(1)
          .allMatch(millis -> millis >= 1_000 && millis <= 5_000);
      reader.await(
          LiveEvent.AnswerEnded.class, event -> event.status() == MessageStatus.INTERRUPTED);
    }
    assertThat(readers.stream().map(reader -> reader.retries().getFirst()).distinct().count())
        .isGreaterThan(5);
    String text = new String(stream.body().readAllBytes(), UTF_8);
    assertThat(text).contains("\"code\":\"interrupted\"").containsPattern("\\nretry: \\d{4}\\n");
  }

  /** Begins an answer and leaves it. */
  private long beginAnswer(long chat) throws Exception {
    try (InputStream stream =
        server()
            .open(
                server()
                    .request(API + "/chats/" + chat + "/messages/stream")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"x\"}"))
                    .build())
            .body()) {
      assertThat(stream.read()).isPositive();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> history(chat).size() == 2);
    return history(chat).getLast().id();
  }

  private long newChat() throws Exception {
    return id(body("POST", "/chats", "{}"));
  }

  private static long id(String json) {
    return JsonFields.parse(json).int64("id");
  }

  private List<MessageRead> history(long chat) throws Exception {
    return WireJson.readArray(
        server().get(API + "/chats/" + chat + "/messages").body(), WireJson::readMessage);
  }

  private String body(String method, String path, String body) throws Exception {
    HttpResponse<String> response = server().json(method, API + path, body);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }
}
