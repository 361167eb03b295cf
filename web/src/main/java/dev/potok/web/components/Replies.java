package dev.potok.web.components;

import dev.potok.chat.ChatError;
import dev.potok.chat.ChatTransport.DoneReply;
import dev.potok.chat.ChatTransport.FailureReply;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.Problem;
import dev.potok.web.api.Resources;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.Fetch;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;

/** Replies whose failure is said in a short note, and the sentences for failures. */
public final class Replies {
  private final Messages messages;
  private final Toasts toasts;

  /** Replies that speak one language. */
  public Replies(Messages messages, Toasts toasts) {
    this.messages = messages;
    this.toasts = toasts;
  }

  /** Hands on what the server gave. */
  public <T> Reply<T> told(Consumer<T> handler) {
    return told(handler, toasts::say);
  }

  /** Lets the browser keep a file: of a link that is refused the page would not know. */
  public void download(Resources resources, Fetch file) {
    resources.ask(file, done(() -> Browser.download(file.address())));
  }

  /** Goes on once the server has done it. */
  public DoneReply done(Runnable handler) {
    return done(handler, toasts::say);
  }

  /** Hands on what the server gave; why it gave nothing is told in a sentence. */
  public <T> Reply<T> told(Consumer<T> handler, Consumer<String> failed) {
    return new Told<>(handler, failed);
  }

  /** Goes on once the server has done it; why it has not is told in a sentence. */
  public DoneReply done(Runnable handler, Consumer<String> failed) {
    return new Done(handler, failed);
  }

  /** What a refusal says. */
  public String sentence(Problem problem) {
    if (problem.code().equals(ChatError.UNREADABLE)) {
      return messages.get(Text.ERROR_UNREADABLE);
    }
    return problem.title().isEmpty()
        ? messages.get(Text.ERROR_UNKNOWN, String.valueOf(problem.status()))
        : problem.title();
  }

  /** What a session's error says. */
  public String sentence(ChatError error) {
    return switch (error.code()) {
      case ChatError.NETWORK -> messages.get(Text.ERROR_NETWORK);
      case ChatError.UNREADABLE -> messages.get(Text.ERROR_UNREADABLE);
      default ->
          error.message().isEmpty()
              ? messages.get(Text.ERROR_UNKNOWN, error.code())
              : error.message();
    };
  }

  /** What is said when the server did not answer. */
  public String networkSentence() {
    return messages.get(Text.ERROR_NETWORK);
  }

  private abstract class Noted implements FailureReply {
    private final Consumer<String> failed;

    Noted(Consumer<String> failed) {
      this.failed = failed;
    }

    @Override
    public final void refused(Problem problem) {
      failed.accept(sentence(problem));
    }

    @Override
    public final void networkFailed(String reason) {
      failed.accept(networkSentence());
    }
  }

  private final class Told<T> extends Noted implements Reply<T> {
    private final Consumer<T> handler;

    Told(Consumer<T> handler, Consumer<String> failed) {
      super(failed);
      this.handler = handler;
    }

    @Override
    public void succeeded(T result) {
      handler.accept(result);
    }
  }

  private final class Done extends Noted implements DoneReply {
    private final Runnable handler;

    Done(Runnable handler, Consumer<String> failed) {
      super(failed);
      this.handler = handler;
    }

    @Override
    public void done() {
      handler.run();
    }
  }
}
