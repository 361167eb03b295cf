package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonFields;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The official JavaScript client, npm's {@code openai}, run by Node. */
@Timeout(60)
@ParameterizedClass
@MethodSource("fronts")
class OpenAiNodeIT {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(1);
  private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + "{\"type\":\"object\"}}}]";

  @TempDir static Path nodeFolder;
  private static NodeClient node;

  private final Front front;

  @TempDir Path folder;
  private TestServer server;
  private Front.Open open;

  OpenAiNodeIT(Front front) {
    this.front = front;
  }

  static Stream<Front> fronts() {
    return Front.fronts();
  }

  @BeforeAll
  static void startNode() throws Exception {
    node = NodeClient.start(nodeFolder);
  }

  @AfterAll
  static void endNode() {
    node.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    open = front.open(folder, server);
  }

  @AfterEach
  void close() {
    open.close();
    server.close();
  }

  @Test
  void anAnswerAsAWholeAndAsAStream() throws Exception {
    server.model().script(Script.text("Hel", "lo!").thinking("Hm."));
    JsonFields whole = complete(HI, "").all().getFirst().object("completion");
    JsonFields message = whole.objects("choices").getFirst().object("message");
    assertThat(message.string("content")).isEqualTo("Hello!");
    assertThat(message.string("reasoning_content")).isEqualTo("Hm.");
    assertThat(whole.object("usage").int64("completion_tokens")).isEqualTo(3);

    List<JsonFields> chunks =
        complete(HI, "\"stream\":true,\"stream_options\":{\"include_usage\":true}").all().stream()
            .map(line -> line.object("chunk"))
            .toList();
    assertThat(joined(chunks, "content")).isEqualTo("Hello!");
    assertThat(joined(chunks, "reasoning_content")).isEqualTo("Hm.");
    assertThat(chunks.getLast().objects("choices")).isEmpty();
    assertThat(chunks.getLast().object("usage").json()).isEqualTo(whole.object("usage").json());
  }

  private static String joined(List<JsonFields> chunks, String field) {
    return chunks.stream()
        .flatMap(chunk -> chunk.objects("choices").stream())
        .map(choice -> choice.object("delta").optionalString(field).orElse(""))
        .collect(Collectors.joining());
  }

  @Test
  void tokensArriveAsTheyAreProduced() throws Exception {
    server.model().script(Script.numbered(3).held());
    NodeClient.Call call = complete(HI, "\"stream\":true");
    for (String token : List.of("t1", " t2", " t3")) {
      server.model().releaseTokens(1);
      assertThat(call.nextText()).isEqualTo(token);
    }
    assertThat(call.all()).noneMatch(line -> line.has("error"));
  }

  @Test
  void aToolIsAskedForCalledAndAnsweredFrom() throws Exception {
    server.model().enqueue(ToolScripts.weather(), Script.text("It rains."));
    JsonFields asked = complete(HI, TOOLS).all().getFirst().object("completion");
    assertThat(asked.objects("choices").getFirst().string("finish_reason")).isEqualTo("tool_calls");
    JsonFields message = asked.objects("choices").getFirst().object("message");
    JsonFields call = message.objects("tool_calls").getFirst();
    assertThat(call.object("function").string("arguments")).isEqualTo(ToolScripts.ARGUMENTS);

    String result =
        "{\"role\":\"tool\",\"tool_call_id\":\"" + call.string("id") + "\",\"content\":\"rain\"}";
    String messages = HI + "," + message.json() + "," + result;
    List<JsonFields> answered = complete(messages, "\"stream\":true," + TOOLS).all();
    assertThat(joined(answered.stream().map(line -> line.object("chunk")).toList(), "content"))
        .isEqualTo("It rains.");

    server.model().enqueue(ToolScripts.weather());
    StringBuilder arguments = new StringBuilder();
    for (JsonFields line : complete(HI, "\"stream\":true," + TOOLS).all()) {
      for (JsonFields choice : line.object("chunk").objects("choices")) {
        for (JsonFields piece : choice.object("delta").objects("tool_calls")) {
          arguments.append(piece.object("function").string("arguments"));
        }
      }
    }
    assertThat(arguments.toString()).isEqualTo(ToolScripts.ARGUMENTS);
  }

  @Test
  void modelsAreListedAndFound() throws Exception {
    assertThat(models("models", "{}")).containsExactly("test/numbered", "test/text", "potok/guide");
    assertThat(models("model", "{\"model\":\"test/text\"}")).containsExactly("test");
  }

  private Stream<String> models(String call, String params) throws Exception {
    return node.call(open.uri("/v1"), call, params).all().stream()
        .map(line -> line.string("model"));
  }

  @Test
  void errorsAreOfTheirTypes() throws Exception {
    JsonFields unknown = error(node.call(open.uri("/v1"), "model", "{\"model\":\"test/none\"}"));
    assertThat(unknown.string("name")).isEqualTo("NotFoundError");
    assertThat(unknown.string("code")).isEqualTo("model_not_found");
    JsonFields refused = error(complete(HI, "\"n\":2"));
    assertThat(refused.string("name")).isEqualTo("BadRequestError");
    assertThat(refused.string("param")).isEqualTo("n");
    for (String stream : List.of("", "\"stream\":true")) {
      assertFails(Script.status(429), stream, "RateLimitError");
      assertFails(Script.status(401), stream, "AuthenticationError");
      assertFails(Script.status(500), stream, "InternalServerError");
    }
    assertFails(Script.numbered(5).errorAfter(2, "broken"), "\"stream\":true", "APIError");
  }

  private void assertFails(Script script, String fields, String name) throws Exception {
    server.model().script(script);
    assertThat(error(complete(HI, fields)).string("name")).isEqualTo(name);
  }

  @Test
  void whoAbortsEndsTheModelsAnswer() throws Exception {
    server.model().script(Script.numbered(5).held());
    server.model().releaseTokens(1);
    NodeClient.Call call = complete(HI, "\"stream\":true");
    assertThat(call.nextText()).isEqualTo("t1");
    RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    call.abort();
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  private NodeClient.Call complete(String messages, String fields) throws Exception {
    return node.call(
        open.uri("/v1"),
        "completion",
        "{\"model\":\"test/numbered\",\"messages\":["
            + messages
            + "]"
            + (fields.isEmpty() ? "" : ",")
            + fields
            + "}");
  }

  private static JsonFields error(NodeClient.Call call) throws Exception {
    return call.all().getLast().object("error");
  }
}
