package dev.potok.gguf;

import dev.potok.engine.ModelProvider;
import dev.potok.models.GgufFile;
import dev.potok.models.GgufProvider;
import dev.potok.models.GgufSettings;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.conformance.Capability;
import dev.potok.models.conformance.ProviderWire;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a {@link ScriptedModel} says to the engine of a real process, and what that asks of it. No
 * tools can be given to it.
 */
final class GgufWire implements ProviderWire, AutoCloseable {

  /** More than the checks ask for, and few enough to be filled. */
  private static final int CONTEXT_TOKENS = 256;

  private final Supplier<Path> folder;
  private final List<Path> classPath;
  private final ModelHttp connections = ModelHttp.open();

  /** A process takes its time to start, so checks with the same times share one. */
  private final Map<GgufSettings, GgufProvider> open = new ConcurrentHashMap<>();

  GgufWire(Supplier<Path> folder, List<Path> classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    Path file = folder.get().resolve("scripted.gguf");
    ScriptedModel.write(file, settings.baseUrl().getPort());
    return open.computeIfAbsent(
        GgufSettings.of(new GgufFile(file), classPath)
            .withMainClass(ScriptedModel.class.getName())
            .withContextTokens(CONTEXT_TOKENS)
            .withTimeouts(settings.firstTokenTimeout(), settings.silenceTimeout()),
        wanted -> start(wanted, retries));
  }

  private GgufProvider start(GgufSettings settings, Retries retries) {
    try {
      return GgufProvider.open(settings, connections, retries);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    open.values().forEach(GgufProvider::close);
    connections.close();
  }

  /** The process itself says that it is there. */
  @Override
  public String stillLoading() {
    return "";
  }

  @Override
  public String begin() {
    return text("");
  }

  @Override
  public String thinking(String piece) {
    return line(JsonText.object().field("thinking", piece));
  }

  @Override
  public String text(String piece) {
    return line(JsonText.object().field("text", piece));
  }

  @Override
  public String toolCall(String id, String name, String arguments) {
    throw new UnsupportedOperationException("a local model has no tools");
  }

  /** The engine counts by itself. */
  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    JsonText end = JsonText.object().field("end", true);
    return line(reason == FinishReason.LENGTH ? end.field("cut", true) : end);
  }

  @Override
  public String error(String message) {
    return line(JsonText.object().field("error", message));
  }

  @Override
  public Sent sent(ScriptedServer.Request request) {
    JsonFields body = JsonFields.parse(request.body());
    return new Sent(
        body.string("model"),
        body.string("system"),
        body.objects("messages").stream()
            .map(message -> message.string("role") + ": " + message.string("content"))
            .toList(),
        body.optionalFloat64("temperature"),
        body.optionalFloat64("top_p"),
        body.optionalInt64("max_tokens"),
        body.objects("stop").stream().map(stop -> stop.string("text")).toList(),
        List.of(),
        "");
  }

  private static String line(JsonText json) {
    return json.done() + "\n";
  }
}
