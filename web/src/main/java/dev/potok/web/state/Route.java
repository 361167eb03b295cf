package dev.potok.web.state;

import java.util.OptionalLong;

/** What an address of the page shows. */
public sealed interface Route {

  /** A chat that does not exist yet. */
  record NewChat() implements Route {}

  /** A chat. */
  record Chat(long id) implements Route {}

  /** A chat that does not exist yet, in a project. */
  record Project(long id) implements Route {}

  /** The stream lab. */
  record StreamingDemo() implements Route {}

  /** The route of an address's path; an unknown one shows a new chat. */
  static Route parse(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.equals("/streaming-demo")) {
      return new StreamingDemo();
    }
    OptionalLong chat = idAfter("/chats/", trimmed);
    if (chat.isPresent()) {
      return new Chat(chat.getAsLong());
    }
    OptionalLong project = idAfter("/projects/", trimmed);
    return project.isPresent() ? new Project(project.getAsLong()) : new NewChat();
  }

  /** The message that a fragment of a chat's address asks for: {@code message-7}. */
  static OptionalLong messageIn(String fragment) {
    return idAfter("message-", fragment);
  }

  /** The path that shows this route. */
  default String path() {
    return switch (this) {
      case NewChat _ -> "/";
      case Chat chat -> "/chats/" + chat.id();
      case Project project -> "/projects/" + project.id();
      case StreamingDemo _ -> "/streaming-demo";
    };
  }

  private static OptionalLong idAfter(String prefix, String path) {
    // 15 digits stay below 2^53, which every part of the wire keeps exactly.
    int digits = path.length() - prefix.length();
    if (!path.startsWith(prefix) || digits < 1 || digits > 15) {
      return OptionalLong.empty();
    }
    for (int i = prefix.length(); i < path.length(); i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(Long.parseLong(path.substring(prefix.length())));
  }
}
