package dev.potok.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.Continuation;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A prompt as LangChain4j's models take it. */
final class LangChain4jRequest {

  private LangChain4jRequest() {}

  static ChatRequest of(Prompt prompt, ProviderSettings settings) {
    ChatRequest.Builder request =
        ChatRequest.builder().modelName(prompt.model()).messages(messages(prompt));
    ModelOptions options = prompt.options();
    options.temperature().ifPresent(request::temperature);
    options.topP().ifPresent(request::topP);
    settings.maxTokens().ifPresent(request::maxOutputTokens);
    options.maxTokens().ifPresent(request::maxOutputTokens);
    if (!options.stop().isEmpty()) {
      request.stopSequences(options.stop());
    }
    if (!options.tools().isEmpty()) {
      tools(request, options, settings.kind());
    }
    return request.build();
  }

  private static List<ChatMessage> messages(Prompt prompt) {
    List<ChatMessage> messages = new ArrayList<>();
    Map<String, String> toolsOfCalls = new HashMap<>();
    if (!prompt.instructions().isBlank()) {
      messages.add(SystemMessage.from(prompt.instructions()));
    }
    for (Prompt.Turn turn : prompt.messages()) {
      switch (turn) {
        case Prompt.Turn.User user -> messages.add(UserMessage.from(user.content()));
        case Prompt.Turn.Assistant said -> {
          said.calls().forEach(call -> toolsOfCalls.put(call.id(), call.name()));
          messages.add(assistant(said));
        }
        case Prompt.Turn.ToolResult result ->
            messages.add(
                ToolExecutionResultMessage.from(
                    result.callId(),
                    toolsOfCalls.getOrDefault(result.callId(), result.callId()),
                    result.content()));
      }
    }
    if (!prompt.beginning().isEmpty()) {
      messages.add(AiMessage.from(prompt.beginning()));
      messages.add(UserMessage.from(Continuation.REQUEST));
    }
    return messages;
  }

  private static AiMessage assistant(Prompt.Turn.Assistant said) {
    if (said.calls().isEmpty()) {
      return AiMessage.from(said.content());
    }
    AiMessage.Builder message =
        AiMessage.builder()
            .toolExecutionRequests(
                said.calls().stream()
                    .map(call ->
                        ToolExecutionRequest.builder()
                            .id(call.id())
                            .name(call.name())
                            .arguments(call.arguments())
                            .build())
                    .toList());
    if (!said.content().isBlank()) {
      message.text(said.content());
    }
    return message.build();
  }

  /** LangChain4j can name no tool that must be called; the only one on offer is as good. */
  private static void tools(ChatRequest.Builder request, ModelOptions options, ProviderKind kind) {
    ModelOptions.ToolChoice choice = options.toolChoice();
    List<ToolSpecification> tools =
        options.tools().stream()
            .filter(tool -> choice.name().map(tool.name()::equals).orElse(true))
            .map(LangChain4jRequest::tool)
            .toList();
    if (tools.isEmpty()) {
      throw refused(
          choice.name().orElse(""),
          options.tools().stream()
              .map(ModelOptions.Tool::name)
              .collect(Collectors.joining(", ", "one of ", "")));
    }
    request.toolSpecifications(tools);
    switch (choice.kind()) {
      case AUTO -> {}
      case NONE -> {
        if (kind == ProviderKind.BEDROCK) {
          throw refused("none", "auto or required; Bedrock cannot be kept from calling");
        }
        request.toolChoice(ToolChoice.NONE);
      }
      case REQUIRED -> request.toolChoice(ToolChoice.REQUIRED);
    }
  }

  private static ModelException refused(String choice, String expected) {
    return ModelException.of(
        Kind.REFUSED, "tool_choice: " + choice + " (expected: " + expected + ")");
  }

  private static ToolSpecification tool(ModelOptions.Tool tool) {
    ToolSpecification.Builder specification = ToolSpecification.builder().name(tool.name());
    if (!tool.description().isEmpty()) {
      specification.description(tool.description());
    }
    return specification.parameters(ToolSchema.of(tool)).build();
  }
}
