package dev.potok.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.catalog.ModelType;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.models.AnswerWait;
import dev.potok.models.Deadline;
import dev.potok.models.ModelCalls;
import dev.potok.models.ProviderSettings;
import dev.potok.models.ReportedFailure;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.ToolCallDelta;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Any of LangChain4j's streaming models that talks over Potok's own connections. Thread-safe. */
public final class LangChain4jProvider implements ModelProvider {

  /** Models that are listed without a type although they cannot chat. */
  private static final Pattern NOT_FOR_CHAT =
      Pattern.compile("(^|.*[-/])(embed(ding)?s?|imagen|veo|aqa|tts|ocr|moderation)(-.*|$)");

  private static final String GEMINI_PREFIX = "models/";

  private final ProviderSettings settings;
  private final ModelCalls calls;
  private final StreamingChatModel model;
  private final Supplier<List<ModelDescription>> catalog;

  /**
   * A provider of a model that talks over Potok's own connections.
   *
   * @param catalog lists the models; asked only if none are configured
   */
  LangChain4jProvider(
      ProviderSettings settings,
      ModelCalls calls,
      StreamingChatModel model,
      Supplier<List<ModelDescription>> catalog) {
    this.settings = settings;
    this.calls = calls;
    this.model = model;
    this.catalog = catalog;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<ModelInfo> models() throws InterruptedException {
    if (!settings.models().isEmpty()) {
      return settings.models().stream().map(id -> new ModelInfo(id, id)).toList();
    }
    try {
      return catalog.get().stream()
          .filter(LangChain4jProvider::canChat)
          .map(LangChain4jProvider::info)
          .toList();
    } catch (RuntimeException e) {
      throw listFailure(e);
    }
  }

  private static boolean canChat(ModelDescription found) {
    return (found.type() == null || found.type() == ModelType.CHAT)
        && !NOT_FOR_CHAT.matcher(found.name()).matches();
  }

  private static ModelInfo info(ModelDescription found) {
    String name = found.name();
    String id = name.startsWith(GEMINI_PREFIX) ? name.substring(GEMINI_PREFIX.length()) : name;
    String shown = found.displayName();
    return new ModelInfo(id, shown == null || shown.isBlank() ? id : shown);
  }

  private ModelException listFailure(RuntimeException e) throws InterruptedException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelException failure) {
        return failure;
      }
      if (cause instanceof InterruptedCallException stopped) {
        throw stopped.interrupt();
      }
    }
    return ModelException.of(
        Kind.BAD_RESPONSE, "list of models: " + ReportedFailure.said(e, settings));
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    Deadline firstToken = calls.deadline(settings.firstTokenTimeout());
    Answering answer = new Answering(firstToken, new AnswerWait(settings, calls, firstToken));
    ChatRequest request = LangChain4jRequest.of(prompt, settings);
    Handler handler = new Handler(answer, output);
    try {
      answer.during(() -> model.chat(request, handler));
    } catch (RuntimeException e) {
      answer.failed(ModelException.of(Kind.FAILED, ReportedFailure.said(e, settings)));
    }
    answer.checkTaken();
    ChatResponse response = handler.response;
    if (response != null && response.finishReason() != null) {
      return completion(response);
    }
    throw answer
        .failure()
        .orElseGet(() ->
            ModelException.of(Kind.CUT_OFF, "the stream closed without an end of the answer"));
  }

  private static ModelCompletion completion(ChatResponse response) {
    TokenUsage usage = response.tokenUsage();
    return new ModelCompletion(
        switch (response.finishReason()) {
          case STOP, OTHER ->
              response.aiMessage().hasToolExecutionRequests()
                  ? FinishReason.TOOL_CALLS
                  : FinishReason.STOP;
          case LENGTH -> FinishReason.LENGTH;
          case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
          case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
        },
        usage == null ? OptionalLong.empty() : count(usage.outputTokenCount()),
        usage == null ? OptionalLong.empty() : count(usage.inputTokenCount()));
  }

  private static OptionalLong count(@Nullable Integer tokens) {
    return tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  /** Hands on what the model reads. LangChain4j swallows what a handler throws: it is kept. */
  private final class Handler implements StreamingChatResponseHandler {

    private interface Delivery {
      void run() throws InterruptedException;
    }

    private final Answering answer;
    private final ModelOutput output;
    private @Nullable ChatResponse response;

    Handler(Answering answer, ModelOutput output) {
      this.answer = answer;
      this.output = output;
    }

    @Override
    public void onPartialResponse(String text) {
      deliver(() -> output.text(text));
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
      deliver(() -> output.thinking(thinking.text()));
    }

    /** Only Bedrock sends a call in pieces, so there is little to gain from handing them on. */
    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
      ToolExecutionRequest request = call.toolExecutionRequest();
      String id = request.id() == null ? "call_" + call.index() : request.id();
      deliver(() ->
          output.toolCall(
              new ToolCallDelta(
                  call.index(),
                  Optional.of(id),
                  Optional.of(request.name()),
                  request.arguments())));
    }

    @Override
    public void onCompleteResponse(ChatResponse whole) {
      response = whole;
    }

    @Override
    public void onError(Throwable e) {
      answer.failed(
          AwsFailure.in(e, settings).orElseGet(() -> ReportedFailure.unreadable(e, settings)));
    }

    private void deliver(Delivery delivery) {
      // A stop need not wait for the rest of what has come.
      if (answer.isOver() || Thread.currentThread().isInterrupted()) {
        return;
      }
      answer.await().tokenCame();
      try {
        delivery.run();
      } catch (InterruptedException e) {
        answer.interrupted(e);
      } catch (RuntimeException e) {
        answer.refused(e);
      }
    }
  }
}
