package dev.potok.engine;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.Role;
import java.util.List;
import java.util.Optional;

/**
 * Makes the prompt of an answer: the instructions, the path up to the question and the options. The
 * project's instructions come first and the chat's own behind them, so that the narrower has the
 * last word.
 */
final class PromptBuilder {

  /** How many messages of a chat a model is given at most. */
  static final int MAX_MESSAGES = 1_000;

  /** Follows an answer that has no end of its own, so that no model takes it for a whole one. */
  static final String UNFINISHED = "\n\n[This answer was cut off and is incomplete.]";

  private final MessageStore messages;
  private final ChatStore chats;
  private final ProjectStore projects;

  PromptBuilder(MessageStore messages, ChatStore chats, ProjectStore projects) {
    this.messages = messages;
    this.chats = chats;
    this.projects = projects;
  }

  /** The prompt for an answer that has started. */
  Prompt build(Owner owner, MessageStart start, String model) {
    long chatId = start.message().chatId();
    long question = start.message().parentId().orElseThrow();
    List<Prompt.Turn> turns =
        messages.pathTo(owner, chatId, question, MAX_MESSAGES).stream()
            .filter(message -> message.role() != Role.SYSTEM && !message.content().isBlank())
            .map(PromptBuilder::turn)
            .toList();
    Optional<ChatRead> chat = chats.find(owner, chatId);
    ChatOptions options = chat.map(ChatRead::options).orElse(ChatOptions.NONE);
    String ofProject = chat.map(found -> ofProject(owner, found)).orElse("");
    return new Prompt(
        model,
        joined(ofProject.strip(), options.instructions().strip()),
        turns,
        start.message().content(),
        ModelOptions.of(options));
  }

  private String ofProject(Owner owner, ChatRead chat) {
    if (chat.projectId().isEmpty()) {
      return "";
    }
    return projects
        .find(owner, chat.projectId().getAsLong())
        .map(ProjectRead::instructions)
        .orElse("");
  }

  private static String joined(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "\n\n" + second;
  }

  private static Prompt.Turn turn(MessageRead message) {
    boolean whole = message.status() == MessageStatus.COMPLETE;
    String content = whole ? message.content() : message.content() + UNFINISHED;
    return message.role() == Role.USER
        ? new Prompt.Turn.User(content)
        : new Prompt.Turn.Assistant(content);
  }
}
