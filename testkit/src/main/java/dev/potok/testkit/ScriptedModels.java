package dev.potok.testkit;

import java.time.Duration;
import java.util.List;

/** The models that a {@link ScriptedModelServer} offers by name, for use from a page. */
final class ScriptedModels {

  static final List<String> NAMES =
      List.of("numbered", "slow", "thinking", "thinktags", "markdown", "echo");

  /** Characters a piece, for models that speak in sentences. */
  private static final int PIECE_CHARACTERS = 4;

  private static final String MARKDOWN =
      """
      # Heading

      A paragraph with **bold**, *emphasis*, `code`, a [link](https://example.org/) and ~~no~~.

      - one
      - two, with ünïcödé, 漢字 and 😀

      1. first
      2. second

      | name | value |
      |------|------:|
      | a    |     1 |
      | b    |    22 |

      ```java
      void main() {
        IO.println("поток");
      }
      ```

      > A quotation.

      <script>alert("must never run")</script>
      """;

  private ScriptedModels() {}

  /**
   * The script of a model.
   *
   * @param lastMessage the message to answer, for the model that says it back
   * @throws IllegalArgumentException if there is no such model
   */
  static Script script(String model, String lastMessage) {
    return switch (model) {
      case "numbered" -> Script.numbered(20).rate(50);
      case "slow" -> Script.numbered(20).rate(5).delayFirstToken(Duration.ofSeconds(1));
      case "thinking" -> Script.numbered(20).thinking("First", " I", " think", ".").rate(50);
      case "thinktags" -> Script.numbered(20).thinkTags("First", " I", " think", ".").rate(50);
      case "markdown" -> Script.cutText(MARKDOWN, PIECE_CHARACTERS).rate(100);
      case "echo" -> Script.cutText(lastMessage, PIECE_CHARACTERS).rate(100);
      default ->
          throw new IllegalArgumentException("model: " + model + " (expected: " + NAMES + ")");
    };
  }
}
