package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.markdown.GrowingMarkdown;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.markdown.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns Markdown into the HTML that the page shows. */
@Command(name = "render", mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  private final Console console;
  private final InputStream in;
  private final PrintStream out;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--chunk", paramLabel = "N")
  private @Nullable Integer chunk;

  RenderCommand(Console console, InputStream in, PrintStream out) {
    this.console = console;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (chunk != null && chunk < 1) {
      String expected = console.text("expected_least", 1);
      throw Misuse.value(spec, console, "--chunk", chunk.toString(), expected);
    }
    String markdown = new String(in.readAllBytes(), UTF_8);
    out.write(html(markdown).getBytes(UTF_8));
    out.flush();
    return 0;
  }

  private String html(String markdown) {
    MarkdownRenderer renderer = new MarkdownRenderer();
    return chunk == null ? renderer.render(markdown) : grown(renderer, markdown, chunk);
  }

  private static String grown(MarkdownRenderer renderer, String markdown, int size) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    for (int start = 0; start < markdown.length(); start += size) {
      int end = Math.min(markdown.length(), start + size);
      growing.append(markdown.substring(start, end));
    }
    growing.finish();
    return Part.html(growing.parts());
  }
}
