package dev.potok.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.server.transfer.JsonElements.Element;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonElementsTest {
  private static final int LIMIT = 40;

  @Test
  void anArrayIsCutIntoItsElements() throws Exception {
    assertThat(texts("\uFEFF [ {\"a\": \"]}\\\"{\"} ,\n[1, [2]], 7,\"x,y\" , null ]\n"))
        .containsExactly("{\"a\": \"]}\\\"{\"}", "[1, [2]]", "7", "\"x,y\"", "null");
    assertThat(texts("[]")).isEmpty();
    assertThat(texts("")).isEmpty();
  }

  @Test
  void valuesBehindOneAnotherAreCutApart() throws Exception {
    assertThat(texts("{\"a\":1}\n{\"b\":2}{\"c\":3}"))
        .containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
  }

  @Test
  void whatBreaksOffAnywhereIsNotWhole() throws Exception {
    String text = "[{\"a\":\"\\\\\\\"\",\"b\":[{}]}]";
    int end = text.length() - 1;
    for (int cut = 2; cut < end; cut++) {
      List<Element> elements = elements(text.substring(0, cut));
      assertThat(elements).as(text.substring(0, cut)).hasSize(1);
      assertThat(elements.getFirst().isWhole()).isFalse();
    }
    assertThat(elements(text.substring(0, end)).getFirst().isWhole()).isTrue();
  }

  @Test
  void whatIsLongerThanTheLimitIsPassedOverAndTheNextRead() throws Exception {
    String longest = "{\"x\":\"" + "y".repeat(LIMIT - 8) + "\"}";
    assertThat(longest).hasSize(LIMIT);
    String tooLong = longest.replace("xy", "xyy").replace("\"x\"", "\"xx\"");
    List<Element> elements = elements("[" + longest + "," + tooLong + ",{}]");
    assertThat(elements).extracting(Element::isWhole).containsExactly(true, false, true);
    assertThat(elements.get(1).text()).hasSize(LIMIT);
  }

  private static List<String> texts(String json) throws IOException {
    return elements(json).stream().map(Element::text).toList();
  }

  private static List<Element> elements(String json) throws IOException {
    JsonElements cutter = new JsonElements(new StringReader(json), LIMIT);
    List<Element> elements = new ArrayList<>();
    Optional<Element> next = cutter.next();
    while (next.isPresent()) {
      elements.add(next.get());
      next = cutter.next();
    }
    return elements;
  }
}
