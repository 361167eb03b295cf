package dev.potok.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What went wrong last and was not dealt with, and how it can be tried again. */
final class OpenError {
  private final ChatListener listener;
  private @Nullable ChatError shown;
  private @Nullable Runnable retry;
  private boolean ofLoad;

  OpenError(ChatListener listener) {
    this.listener = listener;
  }

  /** An error of what the reader asked for, in the place of any other. */
  void show(ChatError error, @Nullable Runnable retry) {
    show(error, retry, false);
  }

  /** The history could not be loaded; a load that succeeds takes the error away. */
  void showOfLoad(ChatError error, Runnable retry) {
    show(error, retry, true);
  }

  private void show(ChatError error, @Nullable Runnable retry, boolean ofLoad) {
    shown = error;
    this.retry = retry;
    this.ofLoad = ofLoad;
    listener.onError(Optional.of(error));
  }

  void clear() {
    boolean had = shown != null;
    shown = null;
    retry = null;
    ofLoad = false;
    if (had) {
      listener.onError(Optional.empty());
    }
  }

  Optional<ChatError> shown() {
    return Optional.ofNullable(shown);
  }

  /** What tries again, if anything does. */
  @Nullable Runnable retry() {
    return retry;
  }

  boolean isOfLoad() {
    return ofLoad;
  }
}
