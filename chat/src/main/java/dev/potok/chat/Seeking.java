package dev.potok.chat;

import org.jspecify.annotations.Nullable;

/**
 * Gets a message that somebody wants to see into the list: reads what comes before until it is
 * there, and if it is not on the path that is shown, has the server show another one, once.
 */
final class Seeking {
  private final Transcript transcript;
  private final EarlierMessages earlier;
  private final VersionSwitch versionSwitch;
  private final ChatListener listener;
  private @Nullable Long target;

  /** Whether another path may still be shown for it. */
  private boolean maySwitch;

  /** Whether the end is told: not where a message is in view anyway. */
  private boolean isTold;

  Seeking(
      Transcript transcript,
      EarlierMessages earlier,
      VersionSwitch versionSwitch,
      ChatListener listener) {
    this.transcript = transcript;
    this.earlier = earlier;
    this.versionSwitch = versionSwitch;
    this.listener = listener;
  }

  /**
   * Wants a message, instead of the one before; {@link #proceed} looks for it.
   *
   * @param onAnyPath whether another path may be shown for it
   */
  void begin(long messageId, boolean onAnyPath) {
    target = messageId;
    maySwitch = onAnyPath;
    isTold = true;
  }

  /** A path was shown for a message, which is looked for in it if nothing else is. */
  void beginOnPath(long messageId) {
    if (target == null) {
      target = messageId;
      isTold = false;
    }
    maySwitch = false;
  }

  /**
   * Looks in what is shown now.
   *
   * @param canSwitch whether another path can be asked for
   */
  void proceed(boolean canSwitch) {
    Long wanted = target;
    if (wanted == null || versionSwitch.isUnderWay()) {
      return;
    }
    if (transcript.find(wanted) != null) {
      end(wanted, true);
    } else if (earlier.mayHold(wanted)) {
      isTold = true;
      earlier.request(true);
    } else if (maySwitch && canSwitch) {
      maySwitch = false;
      versionSwitch.begin(wanted);
    } else {
      end(wanted, false);
    }
  }

  private void end(long messageId, boolean isListed) {
    target = null;
    if (isTold) {
      listener.onSought(messageId, isListed);
    }
  }
}
