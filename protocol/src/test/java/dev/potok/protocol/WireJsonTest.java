package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WireJsonTest {
  private static final String TIME = "2026-11-22T18:00:00Z";
  private static final MessageMetadata METADATA =
      MessageMetadata.NONE
          .withModel("m")
          .withTokens(37)
          .withTimes(
              new AnswerTimes(OptionalLong.of(1200), OptionalLong.of(300), OptionalLong.of(450)))
          .withThinkingText("hm")
          .withThinkingExpanded(true)
          .withError(new MessageMetadata.Failure("model_cut_off", "It broke."));
  private static final MessageRead FULL =
      new MessageRead(
          8,
          3,
          OptionalLong.of(7),
          Role.ASSISTANT,
          "text",
          TIME,
          MessageStatus.INTERRUPTED,
          METADATA);
  private static final MessageRead BARE =
      new MessageRead(
          7,
          3,
          OptionalLong.empty(),
          Role.USER,
          "",
          TIME,
          MessageStatus.COMPLETE,
          MessageMetadata.NONE);

  @Test
  void messageHasTheFieldsOfTheWire() {
    assertThat(WireJson.write(FULL))
        .isEqualTo(
            "{\"id\":8,\"chat_id\":3,\"parent_id\":7,\"role\":\"assistant\",\"content\":\"text\","
                + "\"created_at\":\"2026-11-22T18:00:00Z\",\"status\":\"interrupted\","
                + "\"metadata\":{\"model\":\"m\",\"tokens\":37,\"processingTime\":1200,"
                + "\"timeToFirstToken\":300,\"thinkingTime\":450,"
                + "\"thinkingText\":\"hm\",\"hasThinkingProcess\":true,\"thinkingExpanded\":true,"
                + "\"error\":{\"code\":\"model_cut_off\",\"message\":\"It broke.\"}}}");
    assertThat(WireJson.write(BARE))
        .isEqualTo(
            "{\"id\":7,\"chat_id\":3,\"role\":\"user\",\"content\":\"\","
                + "\"created_at\":\"2026-11-22T18:00:00Z\",\"status\":\"complete\"}");
  }

  @Test
  void messageIsReadAsItWasWritten() {
    for (MessageRead message : List.of(FULL, BARE)) {
      assertThat(WireJson.readMessage(JsonFields.parse(WireJson.write(message))))
          .isEqualTo(message);
    }
    for (MessageStatus status : MessageStatus.values()) {
      assertThat(WireJson.readMessage(JsonFields.parse(WireJson.write(FULL.withStatus(status)))))
          .isEqualTo(FULL.withStatus(status));
    }
  }

  @Test
  void messageNamesItsVersions() {
    MessageRead second = BARE.withVersions(List.of(5L, 7L));
    assertThat(WireJson.write(second)).endsWith(",\"versions\":[5,7]}");
    assertThat(WireJson.readMessage(JsonFields.parse(WireJson.write(second)))).isEqualTo(second);
    for (String wrong : List.of("7", "[7.5]", "[\"7\"]", "[null]")) {
      String json = WireJson.write(BARE).replace("}", ",\"versions\":" + wrong + "}");
      assertThatThrownBy(() -> WireJson.readMessage(JsonFields.parse(json)))
          .isInstanceOf(JsonFormatException.class)
          .hasMessageContaining("versions");
    }
  }

  @Test
  void messageOfAnOlderServerIsComplete() {
    MessageRead read =
        WireJson.readMessage(
            JsonFields.parse(
                """
                {"id":7,"chat_id":3,"role":"user","content":"","created_at":"2026-11-22T18:00:00Z",
                 "further":[1,{"x":2}],"metadata":null}\
                """));

    assertThat(read).isEqualTo(BARE);
  }

  @Test
  void wrongMessageIsRefusedWithItsField() {
    assertThatThrownBy(() -> WireJson.readMessage(JsonFields.parse("{\"id\":1}")))
        .hasMessage("chat_id: missing (expected: an integer)");
    assertThatThrownBy(() ->
            WireJson.readMessage(JsonFields.parse("{\"id\":1,\"chat_id\":2,\"role\":\"robot\"}")))
        .hasMessage("role: robot (expected: one of user, assistant, system)");
  }

  @Test
  void metadataIsReadAsItWasWritten() {
    for (MessageMetadata metadata : List.of(METADATA, MessageMetadata.NONE)) {
      assertThat(WireJson.readMetadata(JsonFields.parse(WireJson.write(metadata))))
          .isEqualTo(metadata);
    }
  }

  @Test
  void projectIsReadAsItWasWritten() {
    for (Optional<String> model : List.of(Optional.of("m"), Optional.<String>empty())) {
      ProjectRead project = new ProjectRead(1, "Имя", "be brief\n", model, TIME, TIME);
      assertThat(WireJson.readProject(JsonFields.parse(WireJson.write(project))))
          .isEqualTo(project);
    }
  }

  @Test
  void chatIsReadAsItWasWritten() {
    ChatRead full =
        new ChatRead(
            1,
            OptionalLong.of(2),
            "title",
            Optional.of("m"),
            new ChatOptions("Be brief.", OptionalDouble.of(0.7), OptionalLong.of(500)),
            OptionalLong.of(9),
            TIME,
            TIME,
            true,
            true);
    ChatRead bare =
        new ChatRead(
            1, OptionalLong.empty(), "", Optional.empty(), OptionalLong.empty(), TIME, TIME);

    for (ChatRead chat : List.of(full, bare)) {
      assertThat(WireJson.readChat(JsonFields.parse(WireJson.write(chat)))).isEqualTo(chat);
    }
  }

  @Test
  void theChangeOfAChatsOptionsTakesAwayWhatIsEmpty() {
    assertThat(WireJson.writeChange(ChatOptions.NONE))
        .isEqualTo("{\"instructions\":\"\",\"temperature\":null,\"max_tokens\":null}");
    assertThat(WireJson.writeChange(new ChatOptions("x", OptionalDouble.of(0), OptionalLong.of(7))))
        .isEqualTo("{\"instructions\":\"x\",\"temperature\":0.0,\"max_tokens\":7}");
  }

  @Test
  void promptIsReadAsItWasWritten() {
    PromptRead prompt = new PromptRead(4, "Перевод", "Переведи: {{text}}\n", TIME, TIME);
    assertThat(WireJson.readPrompt(JsonFields.parse(WireJson.write(prompt)))).isEqualTo(prompt);
  }

  @Test
  void modelIsReadAsItWasWritten() {
    for (boolean isDefault : new boolean[] {true, false}) {
      ModelRead model = new ModelRead("id", "name", "provider", isDefault);
      assertThat(WireJson.readModel(JsonFields.parse(WireJson.write(model)))).isEqualTo(model);
    }
  }

  @Test
  void problemIsReadAsItWasWritten() {
    Problem full =
        new Problem(
            409,
            "busy",
            "An answer is running.",
            List.of(new Problem.Field("limit", "-1", "1 to 200")),
            OptionalLong.of(8),
            OptionalLong.of(3));

    for (Problem problem : List.of(full, Problem.of(404, "not_found", "No such chat."))) {
      assertThat(WireJson.readProblem(JsonFields.parse(WireJson.write(problem))))
          .isEqualTo(problem);
    }
  }

  @Test
  void arraysAreReadAsTheyWereWritten() {
    for (List<MessageRead> messages : List.of(List.of(FULL, BARE), List.<MessageRead>of())) {
      String json = WireJson.writeArray(messages, WireJson::write);
      assertThat(WireJson.readArray(json, WireJson::readMessage)).isEqualTo(messages);
    }
  }

  @Test
  void problemOfAnImpossibleStatusIsRefused() {
    assertThatThrownBy(() ->
            WireJson.readProblem(
                JsonFields.parse("{\"status\":4294967496,\"code\":\"c\",\"title\":\"t\"}")))
        .hasMessage("status: 4294967496 (expected: an HTTP status)");
  }
}
