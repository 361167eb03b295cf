package dev.potok.web.pages;

import dev.potok.chat.ChatSession;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.Problem;
import dev.potok.protocol.ProjectRead;
import dev.potok.web.components.Composer;
import dev.potok.web.components.ModelPicker;
import dev.potok.web.dom.Browser;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * What is known of a page's chat, made or not: its address, title, project, model and options. They
 * are shown above the messages and in the composer.
 */
final class ChatHead {
  private final PageContext context;
  private final Messages messages;
  private final ChatDirectory directory;
  private final PageHeader header;
  private final ModelPicker models;
  private final ChatTools tools;
  private final Runnable onMissing;

  private Route route;
  private Optional<ChatRead> chat = Optional.empty();
  private Optional<String> model;

  /** The chat itself was asked for. */
  private boolean asked;

  private boolean missing;
  private boolean closed;

  /**
   * The head of a page for a route.
   *
   * @param session the open chat, if there is one yet
   * @param composer where tools of the chat stand
   * @param onMissing is told that there is no such chat
   */
  ChatHead(
      PageContext context,
      Route route,
      Supplier<@Nullable ChatSession> session,
      Composer composer,
      Runnable onMissing) {
    this.context = context;
    this.messages = context.messages();
    this.directory = context.directory();
    this.route = route;
    model = context.drafts().model(route);
    this.onMissing = onMissing;
    header = new PageHeader(context);
    models = new ModelPicker(messages, this::chooseModel);
    header.add(models.element());
    tools = new ChatTools(context, route, session, models, composer);
  }

  HTMLElement element() {
    return header.element();
  }

  /** What stands in the composer. */
  ChatTools tools() {
    return tools;
  }

  /** The page's address. */
  Route route() {
    return route;
  }

  /** The chat, if it was made. */
  OptionalLong chatId() {
    return route instanceof Route.Chat existing
        ? OptionalLong.of(existing.id())
        : OptionalLong.empty();
  }

  /** The project of the chat, made or not. */
  OptionalLong projectId() {
    if (route instanceof Route.Project project) {
      return OptionalLong.of(project.id());
    }
    return chat.isPresent() ? chat.get().projectId() : OptionalLong.empty();
  }

  /** The project that the page greets in; empty for a chat. */
  Optional<ProjectRead> greeting() {
    return route instanceof Route.Project ? project() : Optional.empty();
  }

  private Optional<ProjectRead> project() {
    OptionalLong id = projectId();
    return id.isPresent() ? directory.project(id.getAsLong()) : Optional.empty();
  }

  /** The model that was chosen here; the chat's own if empty. */
  Optional<String> model() {
    return model;
  }

  /** Whether there is no such chat. */
  boolean isMissing() {
    return missing;
  }

  /** The chat was made. */
  void made(ChatRead made) {
    context.drafts().putModel(route, "");
    context.drafts().putOptions(route, ChatOptions.NONE);
    route = new Route.Chat(made.id());
    chat = Optional.of(made);
  }

  /** A chat has changed, which may be this one. */
  void changed(ChatRead changed) {
    if (route.equals(new Route.Chat(changed.id()))) {
      chat = Optional.of(changed);
      draw();
    }
  }

  /** There is no such chat. */
  void missing() {
    missing = true;
    draw();
    Browser.remove(models.element());
  }

  /** What the directory knows has changed. */
  void directoryChanged() {
    if (route instanceof Route.Chat existing) {
      Optional<ChatRead> known = directory.chat(existing.id());
      chat = known.isPresent() ? known : chat;
      askForUnlisted(existing.id());
    }
    draw();
  }

  /** Asks for the chat itself if the list, which has most of them, has come without it. */
  private void askForUnlisted(long id) {
    boolean hasListed = directory.isLoaded() || directory.problem().isPresent();
    if (hasListed && chat.isEmpty() && !asked && !missing) {
      asked = true;
      context.resources().chat(id, new ChatFound());
    }
  }

  /** Shows what is known. */
  void draw() {
    String title =
        switch (route) {
          case Route.Project _ -> project().map(ProjectRead::name).orElse("");
          default -> chat.map(ChatRead::title).orElse("");
        };
    Text untitled = missing ? Text.NO_SUCH_CHAT : Text.NEW_CHAT;
    header.title(title.isEmpty() ? messages.get(untitled) : title);
    Optional<String> chosen = model.isPresent() ? model : chat.flatMap(ChatRead::model);
    tools.show(chat);
    models.show(
        directory.models(), chosen.isPresent() ? chosen : directory.defaultModel(projectId()));
  }

  /** The page is left. */
  void close() {
    closed = true;
  }

  private void chooseModel(String id) {
    model = Optional.of(id);
    draw();
    if (route instanceof Route.Chat existing) {
      context.resources().chooseModel(existing.id(), id, new ChatFound());
    } else {
      context.drafts().putModel(route, id);
    }
  }

  /** Takes what the server says about this page's chat. */
  private final class ChatFound implements Reply<ChatRead> {
    @Override
    public void succeeded(ChatRead found) {
      if (!closed) {
        chat = Optional.of(found);
        if (directory.chat(found.id()).isPresent()) {
          directory.know(found);
        }
        draw();
      }
    }

    @Override
    public void refused(Problem problem) {
      if (closed) {
        return;
      }
      if (problem.status() == 404) {
        onMissing.run();
      } else {
        context.toasts().say(context.replies().sentence(problem));
      }
    }

    @Override
    public void networkFailed(String reason) {
      // The load of the messages fails with it, and shows it.
      asked = false;
    }
  }
}
