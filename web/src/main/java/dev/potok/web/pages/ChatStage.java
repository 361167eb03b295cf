package dev.potok.web.pages;

import dev.potok.protocol.ProjectRead;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.state.Route;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where the messages of a chat stand; a greeting while there are none, and that there is no such
 * chat if so.
 */
final class ChatStage {
  private final PageContext context;
  private final Consumer<String> onSuggestion;
  private final HTMLElement root = El.of("div", "stage").element();
  private @Nullable HTMLElement greeting;

  /**
   * A stage for messages.
   *
   * @param onSuggestion is told a question that the greeting suggests and the reader takes
   */
  ChatStage(PageContext context, HTMLElement messages, Consumer<String> onSuggestion) {
    this.context = context;
    this.onSuggestion = onSuggestion;
    root.appendChild(messages);
  }

  HTMLElement element() {
    return root;
  }

  /** Shows whether messages are on their way. */
  void loading(boolean isLoading) {
    root.setAttribute("data-loading", isLoading ? "true" : "false");
  }

  /** Greets, in a project if there is one, or does not any more. */
  void greet(boolean isEmpty, Optional<ProjectRead> project) {
    if (greeting != null) {
      Browser.remove(greeting);
      greeting = null;
    }
    if (isEmpty) {
      greeting = EmptyChat.of(context.messages(), project, onSuggestion);
      root.appendChild(greeting);
    }
    root.setAttribute("data-empty", isEmpty ? "true" : "false");
  }

  /** Says that there is no such chat. */
  void missing() {
    Browser.clear(root);
    root.appendChild(
        EmptyChat.missing(context.messages(), () -> context.opening().accept(new Route.NewChat())));
  }
}
