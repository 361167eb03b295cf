package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The documentation for users, as it is packed into this module. */
final class GuideLibrary {

  /** The files of each language, in the order in which a person would read them. */
  static final List<String> FILES =
      List.of(
          "about.md",
          "start.md",
          "models.md",
          "configuration.md",
          "chats.md",
          "reliability.md",
          "api.md",
          "streams.md",
          "terminal.md",
          "java.md",
          "elsewhere.md",
          "storage.md",
          "security.md",
          "troubleshooting.md");

  private GuideLibrary() {}

  /** All passages of a language. */
  static List<GuidePassage> passages(GuideLanguage language) {
    return FILES.stream()
        .flatMap(file -> GuideDocument.passages(file, text(language, file)).stream())
        .toList();
  }

  private static String text(GuideLanguage language, String file) {
    String path = "guide/" + language.folder() + "/" + file;
    try (InputStream in = GuideLibrary.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing in the module");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
