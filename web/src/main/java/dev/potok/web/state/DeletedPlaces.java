package dev.potok.web.state;

import dev.potok.web.state.MessageQueues.Queued;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chats and projects that are deleted from this window, and what was written in them and not
 * sent, so that it is there again when a deletion is taken back.
 */
public final class DeletedPlaces {

  /**
   * What was written in a place and not sent.
   *
   * @param draft the next message
   * @param edits what was being made of messages, by their ids
   * @param queued what was to be sent after the running answer
   */
  private record Written(String draft, Map<Long, String> edits, List<Queued> queued) {}

  private final Drafts drafts;
  private final MessageQueues queues;
  private final Set<Route> places = new HashSet<>();

  /** Nothing is deleted yet of what was written into these. */
  public DeletedPlaces(Drafts drafts, MessageQueues queues) {
    this.drafts = drafts;
    this.queues = queues;
  }

  /** Whether a place is deleted from here, so that its deletion is no news here. */
  public boolean contains(Route place) {
    return places.contains(place);
  }

  /** Begins a deletion of places that {@link Deletion#add} names. */
  public Deletion begin() {
    return new Deletion();
  }

  /** A deletion that the server is asked for. */
  public final class Deletion {
    private final Map<Route, Written> written = new LinkedHashMap<>();

    private Deletion() {}

    /**
     * Notes a place that goes.
     *
     * @param draft the next message as it is shown there
     */
    public void add(Route place, String draft) {
      places.add(place);
      List<Queued> queued = place instanceof Route.Chat chat ? queues.of(chat.id()) : List.of();
      written.put(place, new Written(draft, drafts.edits(place), queued));
    }

    /** The server has refused it. */
    public void refused() {
      places.removeAll(written.keySet());
    }

    /** It was taken back. What was queued waits for its reader, since its answer was stopped. */
    public void takenBack() {
      places.removeAll(written.keySet());
      written.forEach((place, was) -> {
        drafts.put(place, was.draft());
        was.edits().forEach((messageId, text) -> drafts.putEdit(place, messageId, text));
        if (place instanceof Route.Chat chat) {
          queues.putBack(chat.id(), was.queued());
        }
      });
    }
  }
}
