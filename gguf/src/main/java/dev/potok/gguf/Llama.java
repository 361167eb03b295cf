package dev.potok.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import java.nio.file.Path;

/** A model that llama.cpp runs in this process. Thread-safe. */
final class Llama implements LocalModel {

  /** No token joins it with what comes behind it. */
  private static final String LINE_FEED = "\n";

  private final LlamaModel model;

  private Llama(LlamaModel model) {
    this.model = model;
  }

  /** Loads a model, as {@link LocalModel.Loader} says. */
  static LocalModel load(Path file, int contextTokens) {
    LlamaModel.setLogger(LogFormat.TEXT, (_, _) -> {});
    return new Llama(
        new LlamaModel(
            new ModelParameters()
                .setModel(file.toString())
                .setCtxSize(contextTokens)
                // Else it forgets the middle of a conversation that is too long, and says nothing.
                .disableContextShift()
                .disableLog()
                .skipWarmup()
                .enableJinja()));
  }

  @Override
  public String prompt(Completion completion) {
    InferenceParameters template = new InferenceParameters("");
    template.setMessages(
        completion.instructions().isEmpty() ? null : completion.instructions(),
        completion.messages().stream()
            .map(message -> new Pair<>(message.role(), message.content()))
            .toList());
    return model.applyTemplate(template);
  }

  /**
   * The tokens of the text, and one for the mark that llama.cpp sets before it. The binding does
   * not tell whether the model has such a mark; for one that has none this is one too many.
   */
  @Override
  public int promptTokens(String prompt) {
    return tokens(prompt) + 1;
  }

  private int tokens(String text) {
    return model.encode(text).length;
  }

  @Override
  public Pieces generate(String prompt, Completion completion, int limit) {
    InferenceParameters parameters =
        new InferenceParameters(prompt).setNPredict(limit).setCachePrompt(true);
    completion.temperature().ifPresent(value -> parameters.setTemperature((float) value));
    completion.topP().ifPresent(value -> parameters.setTopP((float) value));
    return new NativePieces(model.generate(parameters).iterator());
  }

  /**
   * How many tokens a piece stands for. llama.cpp gives a piece for each token, but for those that
   * end within a character: they go into the piece of the token that completes it. So there are
   * such tokens only if the piece has places within characters, and no more than places.
   */
  private int tokensOf(String piece) {
    int places = piece.getBytes(UTF_8).length - piece.codePointCount(0, piece.length());
    if (places == 0) {
      return 1;
    }
    int tokens = tokens(LINE_FEED + piece) - tokens(LINE_FEED);
    return tokens <= places + 1 ? Math.max(1, tokens) : 1;
  }

  private final class NativePieces implements Pieces {
    private final LlamaIterator source;

    /** The last token was one without text: the mark of the end. */
    private boolean isMarked;

    NativePieces(LlamaIterator source) {
      this.source = source;
    }

    /** The binding's last output stands for no token and has no text. */
    @Override
    public Made next() {
      LlamaOutput output = source.next();
      if (!source.hasNext()) {
        return new Made.End(!isMarked);
      }
      isMarked = output.text.isEmpty();
      return new Made.Text(output.text, tokensOf(output.text));
    }

    @Override
    public void cancel() {
      source.cancel();
    }
  }
}
