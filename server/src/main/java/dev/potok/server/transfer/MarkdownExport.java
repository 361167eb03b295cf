package dev.potok.server.transfer;

import dev.potok.protocol.MessageRead;
import java.io.IOException;

/** Writes the messages that are shown as Markdown, each as it was written, below its speaker. */
final class MarkdownExport implements ChatExport {

  @Override
  public void write(ChatSource source, TextOutput out) throws IOException {
    out.add("# " + line(Speaker.title(source)) + "\n");
    for (MessageRead message : source.shown()) {
      out.add("\n## " + line(Speaker.of(message, source.language())) + "\n\n");
      out.add(message.content().strip() + "\n");
    }
  }

  /** A text whose signs mean nothing in Markdown. */
  private static String line(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>#&!])", "\\\\$1");
  }

  @Override
  public String mediaType() {
    return "text/markdown; charset=utf-8";
  }

  @Override
  public String fileExtension() {
    return "md";
  }
}
