package dev.potok.models;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * How long one answer is waited for: for its first token up to a point in time, and from then on
 * for a further byte at a time. Any byte breaks the silence, a comment too: a server that still
 * says it is there is waited for, unless only tokens are to count. Before the first token only a
 * token does. One answer; one thread.
 */
public final class AnswerWait {
  private static final Logger LOG = System.getLogger(AnswerWait.class.getName());

  private final ProviderSettings settings;
  private final ModelCalls calls;
  private final boolean everyByteCounts;

  /** For the first token; for the next one after it if only tokens count. */
  private Deadline nextToken;

  private boolean anyToken;

  /** A wait for the first token. */
  public AnswerWait(ProviderSettings settings, ModelCalls calls, Deadline firstToken) {
    this(settings, calls, firstToken, true);
  }

  private AnswerWait(
      ProviderSettings settings, ModelCalls calls, Deadline firstToken, boolean everyByteCounts) {
    this.settings = settings;
    this.calls = calls;
    this.nextToken = firstToken;
    this.everyByteCounts = everyByteCounts;
  }

  /** The same where only a further token breaks the silence. */
  static AnswerWait ofTokens(ProviderSettings settings, ModelCalls calls, Deadline firstToken) {
    return new AnswerWait(settings, calls, firstToken, false);
  }

  /** Something of the answer has come. */
  public void tokenCame() {
    anyToken = true;
    nextToken = calls.deadline(settings.silenceTimeout());
  }

  /**
   * Reads what has come, or waits for it.
   *
   * @return how many bytes were read, -1 at the end
   * @throws ModelException if nothing comes in time, or the connection breaks
   * @throws InterruptedException if the thread is interrupted
   */
  public int read(StreamedBody body, byte[] buffer) throws InterruptedException {
    try {
      return body.read(
          buffer,
          0,
          anyToken && everyByteCounts ? calls.deadline(settings.silenceTimeout()) : nextToken);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the connection to " + settings.name() + " broke", e);
      throw ModelException.of(Kind.CUT_OFF, "the connection closed in the middle");
    } catch (TimeoutException e) {
      throw anyToken
          ? ModelException.of(Kind.SILENT, "nothing for " + seconds(settings.silenceTimeout()))
          : ModelException.of(
              Kind.TIMEOUT, "no token within " + seconds(settings.firstTokenTimeout()));
    }
  }

  static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }
}
