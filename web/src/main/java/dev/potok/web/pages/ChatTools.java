package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.Role;
import dev.potok.web.api.Resources;
import dev.potok.web.components.ChatOptionsDialog;
import dev.potok.web.components.Command;
import dev.potok.web.components.Composer;
import dev.potok.web.components.ModelPicker;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/** What stands beside a chat's composer: its options, the prompts, and the commands. */
final class ChatTools {
  private final PageContext context;
  private final Messages messages;
  private final Route begun;
  private final Supplier<@Nullable ChatSession> session;
  private final ModelPicker models;
  private final Composer composer;
  private final Prompts prompts;
  private final HTMLElement optionsButton;
  private Optional<ChatRead> chat = Optional.empty();

  /** The options of a chat that is not made yet. */
  private ChatOptions unsent;

  /**
   * Tools in the given composer.
   *
   * @param begun where the chat begins, if it is not made yet
   * @param session the open chat, if there is one yet
   */
  ChatTools(
      PageContext context,
      Route begun,
      Supplier<@Nullable ChatSession> session,
      ModelPicker models,
      Composer composer) {
    this.context = context;
    this.messages = context.messages();
    this.begun = begun;
    this.session = session;
    this.models = models;
    this.composer = composer;
    unsent = context.drafts().options(begun);
    prompts = new Prompts(context, composer::insert);
    optionsButton =
        El.iconButton("chat-options", Icon.SLIDERS, messages.get(Text.CHAT_OPTIONS))
            .onClick(this::openOptions)
            .element();
    composer.tools().appendChild(optionsButton);
    composer
        .tools()
        .appendChild(
            El.iconButton("commands", Icon.SLASH, messages.get(Text.COMMANDS))
                // Without this the field would lose the focus, and with it the list.
                .on("mousedown", event -> event.preventDefault())
                .onClick(composer::listCommands)
                .element());
    show(Optional.empty());
  }

  /** Shows whether the chat has options of its own. */
  void show(Optional<ChatRead> known) {
    chat = known;
    optionsButton.setAttribute("data-set", options().equals(ChatOptions.NONE) ? "false" : "true");
  }

  /** The options of the chat, be it made or not. */
  ChatOptions options() {
    return chat.map(ChatRead::options).orElse(unsent);
  }

  private void openOptions() {
    new ChatOptionsDialog(
            messages,
            options(),
            (changed, told) -> {
              if (chat.isEmpty()) {
                unsent = changed;
                if (!(begun instanceof Route.Chat)) {
                  context.drafts().putOptions(begun, changed);
                }
                show(chat);
                told.accept("");
                return;
              }
              context
                  .resources()
                  .changeOptions(
                      chat.get().id(),
                      changed,
                      context
                          .replies()
                          .told(
                              (ChatRead kept) -> {
                                show(Optional.of(kept));
                                context.directory().know(kept);
                                told.accept("");
                              },
                              told));
            })
        .open();
  }

  /** Asks for the prompts, which may be others since they were last asked for. */
  void refreshPrompts() {
    prompts.refresh(composer::commandsChanged);
  }

  /** The commands that can be given now. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    add(
        commands,
        Text.COMMAND_NEW,
        Text.NEW_CHAT,
        () -> context.opening().accept(new Route.NewChat()));
    ChatSession open = session.get();
    if (open != null) {
      addOf(open, commands);
    }
    if (open != null && !open.messages().isEmpty()) {
      addExports(open.chatId(), commands);
    }
    add(commands, Text.COMMAND_MODEL, Text.CHOOSE_MODEL, models::open);
    add(commands, Text.COMMAND_OPTIONS, Text.CHAT_OPTIONS, this::openOptions);
    add(commands, Text.COMMAND_PROMPTS, Text.PROMPTS, prompts::open);
    add(commands, Text.COMMAND_SEARCH, Text.SEARCH, context.sidebar()::focusSearch);
    add(commands, Text.COMMAND_SETTINGS, Text.SETTINGS, context.settingsDialog());
    commands.addAll(prompts.commands());
    return commands;
  }

  /** What can be done with the last answer. */
  private void addOf(ChatSession open, List<Command> commands) {
    if (open.isStreaming()) {
      add(commands, Text.COMMAND_STOP, Text.STOP, open::stop);
      return;
    }
    if (open.messages().isEmpty()) {
      return;
    }
    ChatMessage last = open.messages().getLast();
    if (last.role() == Role.ASSISTANT) {
      add(commands, Text.COMMAND_AGAIN, Text.ANOTHER_ANSWER, () -> open.regenerate(last.id()));
    }
    if (last.canContinue()) {
      add(commands, Text.COMMAND_CONTINUE, Text.CONTINUE, () -> open.continueAnswer(last.id()));
    }
  }

  private void addExports(long chatId, List<Command> commands) {
    Resources resources = context.resources();
    for (String format : Resources.EXPORT_FORMATS) {
      commands.add(
          new Command(
              messages.get(Text.COMMAND_EXPORT),
              messages.get(Text.EXPORT_AS, format),
              () -> context.replies().download(resources, resources.export(chatId, format))));
    }
  }

  private void add(List<Command> commands, Text name, Text label, Runnable action) {
    commands.add(new Command(messages.get(name), messages.get(label), action));
  }
}
