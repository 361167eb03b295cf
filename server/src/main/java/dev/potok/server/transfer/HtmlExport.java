package dev.potok.server.transfer;

import dev.potok.engine.Language;
import dev.potok.engine.Sentences;
import dev.potok.markdown.FootnoteStyle;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Role;
import java.io.IOException;

/**
 * Writes the messages that are shown as one page that needs nothing else and runs nothing: its own
 * policy allows no script, no request and no form, whatever the messages hold; and the renderer
 * lets none of their HTML through.
 */
final class HtmlExport implements ChatExport {
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
        overflow-wrap: anywhere; }
      h2 { font-size: 0.9rem; opacity: 0.7; margin: 2rem 0 0.5rem; }
      section.user { border-inline-start: 3px solid #2a78d6; padding-inline-start: 1rem; }
      .text, .math { white-space: pre-wrap; }
      div.math { margin: 1rem 0; text-align: center; }
      pre { overflow: auto; padding: 0.8rem; border: 1px solid #8886; border-radius: 0.5rem; }
      table { border-collapse: collapse; display: block; overflow: auto; }
      th, td { border: 1px solid #8886; padding: 0.3rem 0.6rem; }
      .footnotes { font-size: 0.9rem; border-top: 1px solid #8886; }
      .footnotes li > div, .footnotes li > div > p:last-child { display: inline; }
      .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
        clip-path: inset(50%); white-space: nowrap; }
      blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8886; }
      """;

  private final MarkdownRenderer markdown = MarkdownRenderer.withoutScript();

  @Override
  public void write(ChatSource source, TextOutput out) throws IOException {
    String title = escaped(Speaker.title(source));
    out.add("<!doctype html>\n<html lang=\"" + source.language().tag() + "\">\n<head>\n");
    out.add("<meta charset=\"utf-8\">\n");
    out.add("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n");
    out.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.add("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.add("<title>" + title + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n");
    out.add("<h1>" + title + "</h1>\n");
    for (MessageRead message : source.shown()) {
      String kind = message.role() == Role.USER ? "user" : "answer";
      out.add("<section class=\"" + kind + "\">\n<h2>");
      out.add(escaped(Speaker.of(message, source.language())) + "</h2>\n");
      out.add(body(message, source.language()));
      out.add("</section>\n");
    }
    out.add("</body>\n</html>\n");
  }

  /** Answers are written in Markdown; what else is said is shown as it was written. */
  private String body(MessageRead message, Language language) {
    return message.role() == Role.ASSISTANT
        ? markdown.render(message.content(), footnotes(message, language))
        : "<div class=\"text\">" + escaped(message.content()) + "</div>\n";
  }

  /** Several messages may have footnotes with the same numbers. */
  private static FootnoteStyle footnotes(MessageRead message, Language language) {
    return new FootnoteStyle(
        "m" + message.id() + "-",
        Sentences.of(language, "export_footnotes"),
        Sentences.of(language, "export_footnote_back"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String mediaType() {
    return "text/html; charset=utf-8";
  }

  @Override
  public String fileExtension() {
    return "html";
  }
}
