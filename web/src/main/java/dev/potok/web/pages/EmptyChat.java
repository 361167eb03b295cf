package dev.potok.web.pages;

import dev.potok.protocol.ProjectRead;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLElement;

/** What a chat without messages shows: a greeting and a few ways to begin. */
final class EmptyChat {
  private EmptyChat() {}

  /** The greeting; in a project, the project's. */
  static HTMLElement of(
      Messages messages, Optional<ProjectRead> project, Consumer<String> onSuggestion) {
    El suggestions = El.of("div", "suggestions");
    if (project.isEmpty()) {
      for (Text suggestion : new Text[] {Text.SUGGESTION_1, Text.SUGGESTION_2, Text.SUGGESTION_3}) {
        String text = messages.get(suggestion);
        suggestions.add(
            El.button("suggest")
                .cls("suggestion")
                .text(text)
                .onClick(() -> onSuggestion.accept(text)));
      }
    }
    El greeting =
        El.of("div", "greeting")
            .add(Icon.WAVES.element())
            .add(
                El.of("h2")
                    .text(
                        project.isPresent() ? project.get().name() : messages.get(Text.GREETING)));
    String below =
        project.isPresent() ? messages.get(Text.PROJECT_GREETING) : messages.get(Text.INVITATION);
    greeting.add(El.of("p").text(below));
    if (project.isPresent() && !project.get().instructions().isEmpty()) {
      greeting.add(El.of("blockquote").text(project.get().instructions()));
    }
    return greeting.add(suggestions).element();
  }

  /** What stands in the place of a chat that does not exist. */
  static HTMLElement missing(Messages messages, Runnable onNewChat) {
    return El.of("div", "greeting")
        .add(El.of("h2").text(messages.get(Text.NO_SUCH_CHAT)))
        .add(El.of("p").text(messages.get(Text.NO_SUCH_CHAT_HINT)))
        .add(
            El.button("new-chat")
                .cls("primary")
                .text(messages.get(Text.NEW_CHAT))
                .onClick(onNewChat))
        .element();
  }
}
