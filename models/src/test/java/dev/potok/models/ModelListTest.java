package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {

  @Test
  void modelsKeepTheServersOrderAndNames() {
    assertThat(
            ModelList.parse(
                """
                {"object":"list","data":[
                  {"id":"b","object":"model"},
                  {"id":"vendor/a","name":"Vendor: A"},
                  {"object":"model"}]}\
                """))
        .containsExactly(new ModelInfo("b", "b"), new ModelInfo("vendor/a", "Vendor: A"));
  }

  @Test
  void aFileIsNamedWithoutItsPlace() {
    assertThat(ModelList.parse("{\"data\":[{\"id\":\"/srv/models/tiny-q4.gguf\"}]}"))
        .containsExactly(new ModelInfo("/srv/models/tiny-q4.gguf", "tiny-q4"));
  }

  @Test
  void aBareListAndAnEmptyOneAreRead() {
    assertThat(ModelList.parse("[{\"id\":\"a\"}]")).containsExactly(new ModelInfo("a", "a"));
    assertThat(ModelList.parse("{\"object\":\"list\",\"data\":null}")).isEmpty();
    assertThat(ModelList.parse("{\"data\":[]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text-embedding-3-small",
        "text-embedding-nomic-embed-text-v1.5",
        "nomic-embed-text:latest",
        "mxbai-embed-large",
        "whisper-1",
        "tts-1-hd",
        "dall-e-3",
        "omni-moderation-latest",
        "davinci-002"
      })
  void whatCannotChatIsLeftOut(String id) {
    assertThat(ModelList.canChat(id)).isFalse();
    assertThat(ModelList.parse("{\"data\":[{\"id\":\"" + id + "\"},{\"id\":\"gpt-4o\"}]}"))
        .containsExactly(new ModelInfo("gpt-4o", "gpt-4o"));
    assertThat(ModelList.parse("{\"data\":[{\"id\":\"" + id + "\"}]}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "llama3.2:3b", "qwen3", "openai/gpt-oss-20b", "embedded"})
  void whatCanChatStays(String id) {
    assertThat(ModelList.canChat(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"data\":3}", "[1]", "{\"data\":[{\"id\":3}]}"})
  void anythingElseIsABadResponse(String json) {
    assertThatThrownBy(() -> ModelList.parse(json))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.BAD_RESPONSE));
  }
}
