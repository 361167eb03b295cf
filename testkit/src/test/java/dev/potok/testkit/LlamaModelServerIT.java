package dev.potok.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaModelServerIT {
  private final BigramTable table = new BigramTable();
  private LlamaModelServer server;
  private ModelClient client;

  @BeforeAll
  void start() {
    server = LlamaModelServer.start(0);
    client = new ModelClient(server.baseUrl());
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
  }

  @Test
  void greedyAnswerIsTheTablesLikeliest() throws Exception {
    ModelClient.Answer answer = client.ask(LlamaModelServer.TINY_GREEDY, "Hello, привет, 漢字");

    List<Integer> expected = table.likeliest(400);
    assertThat(table.text(expected)).isEqualTo(" The café in 東京 streams `tea`.");
    assertThat(answer.text()).isEqualTo(table.text(expected));
    assertThat(answer.end().orElseThrow().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.end().orElseThrow().message().metadata().tokens()).hasValue(expected.size());
  }

  @Test
  void drawnAnswersFollowTheTableInWholeCharacters() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      ModelClient.Answer answer = client.ask(LlamaModelServer.TINY, "Tell me more");

      assertThat(answer.end()).isPresent();
      assertThat(answer.pieces()).hasSizeGreaterThan(2);
      assertThat(answer.pieces()).allSatisfy(piece -> assertThat(piece).doesNotContain("\uFFFD"));
      assertFollowsTable(answer.text());
      all.append(answer.text());
    }
    assertThat(all).contains("東京", "é", "😀", "Поток");
  }

  @Test
  void wholeAnswerIsTheSameAsTheStream() throws Exception {
    String body;
    try (InputStream in = client.open(LlamaModelServer.TINY_GREEDY, "Hello", false).body()) {
      body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    JsonFields choice = JsonFields.parse(body).objects("choices").getFirst();
    assertThat(choice.object("message").string("content"))
        .isEqualTo(table.text(table.likeliest(400)));
  }

  @Test
  void modelsAreListed() throws Exception {
    assertThat(JsonFields.parse(client.get("/models")).objects("data"))
        .extracting(model -> model.string("id"))
        .containsExactly(LlamaModelServer.TINY, LlamaModelServer.TINY_GREEDY);
  }

  private void assertFollowsTable(String text) {
    int last = TinyVocabulary.byteToken('\n');
    for (int token : table.tokens(text)) {
      assertThat(table.allows(last, token))
          .as("token %d behind %d in: %s", token, last, text)
          .isTrue();
      last = token;
    }
    assertThat(table.allows(last, TinyVocabulary.TURN_ENDS)).isTrue();
  }
}
