package dev.potok.web.pages;

import dev.potok.web.components.QueueView;
import dev.potok.web.state.Drafts;
import dev.potok.web.state.MessageQueues;
import dev.potok.web.state.MessageQueues.Queued;
import dev.potok.web.state.QueueSender;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.teavm.jso.dom.html.HTMLElement;

/** What is queued in the open chat: shown, and changed by its reader. */
final class ChatQueue {
  private final MessageQueues queues;
  private final Drafts drafts;
  private final QueueSender sender;
  private final Supplier<OptionalLong> chatId;
  private final QueueView view;
  private final Runnable unsubscribe;

  /** Takes back that this window has asked for an answer; does nothing if it has not. */
  private Runnable answered = () -> {};

  /**
   * The queue of a chat.
   *
   * @param chatId the open chat, if there is one yet
   */
  ChatQueue(PageContext context, Supplier<OptionalLong> chatId) {
    this.queues = context.queues();
    this.drafts = context.drafts();
    this.sender = context.queueSender();
    this.chatId = chatId;
    view = new QueueView(context.messages(), context.sendKeys(), new ViewActions());
    unsubscribe = queues.onChange(this::draw);
  }

  HTMLElement element() {
    return view.element();
  }

  void close() {
    answered.run();
    unsubscribe.run();
  }

  void draw() {
    OptionalLong open = chatId.get();
    if (open.isEmpty()) {
      view.show(List.of(), false);
    } else {
      view.show(queues.of(open.getAsLong()), queues.waits(open.getAsLong()));
    }
  }

  /** Whether messages are on their way that a further one must not overtake. */
  boolean isMoving() {
    OptionalLong open = chatId.get();
    return open.isPresent()
        && !queues.of(open.getAsLong()).isEmpty()
        && !queues.waits(open.getAsLong());
  }

  /** This window asks for an answer, or the server has heard of it: none overtakes that one. */
  void asking(boolean isAsking) {
    answered.run();
    answered = () -> {};
    OptionalLong open = chatId.get();
    if (open.isPresent()) {
      if (isAsking) {
        answered = queues.asked(open.getAsLong());
      } else {
        sender.check(open.getAsLong());
      }
    }
  }

  /** What was sent before has come to nothing: what is queued waits for its reader. */
  void sendFailed() {
    OptionalLong open = chatId.get();
    if (open.isPresent() && !queues.of(open.getAsLong()).isEmpty()) {
      queues.waits(open.getAsLong(), true);
    }
  }

  /** Queues a message in the open chat. */
  void add(String text, Optional<String> model) {
    chatId
        .get()
        .ifPresent(id -> {
          queues.add(id, text, model);
          sender.check(id);
        });
  }

  private final class ViewActions implements QueueView.Actions {
    @Override
    public void goOn() {
      chatId.get().ifPresent(sender::goOn);
    }

    @Override
    public void hold(Queued message) {
      queues.hold(message);
    }

    @Override
    public String draft(Queued message) {
      return drafts.queuedEdit(message.key());
    }

    @Override
    public void keepDraft(Queued message, String text) {
      drafts.putQueuedEdit(message.key(), text);
    }

    @Override
    public void edit(Queued message, String text) {
      queues.edit(message, text);
      chatId.get().ifPresent(sender::check);
    }

    @Override
    public void keep(Queued message, String text) {
      queues.keep(message, text);
    }

    @Override
    public void remove(Queued message) {
      queues.remove(message);
    }
  }
}
