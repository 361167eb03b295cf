package dev.potok.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import java.nio.file.Path;

/** A model that llama.cpp runs in this process. Thread-safe. */
final class Llama implements LocalModel {
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

  @Override
  public int tokens(String text) {
    return model.encode(text).length;
  }

  @Override
  public Pieces generate(String prompt, Completion completion, int limit) {
    InferenceParameters parameters =
        new InferenceParameters(prompt).setNPredict(limit).setCachePrompt(true);
    completion.temperature().ifPresent(value -> parameters.setTemperature((float) value));
    completion.topP().ifPresent(value -> parameters.setTopP((float) value));
    if (!completion.stop().isEmpty()) {
      parameters.setStopStrings(completion.stop().toArray(String[]::new));
    }
    return new NativePieces(model.generate(parameters).iterator());
  }

  private record NativePieces(LlamaIterator source) implements Pieces {

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public String next() {
      return source.next().text;
    }

    @Override
    public void cancel() {
      source.cancel();
    }
  }
}
