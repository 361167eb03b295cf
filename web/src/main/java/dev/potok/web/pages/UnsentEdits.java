package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.web.state.Drafts;
import dev.potok.web.state.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a text that was being made of a message when the message leaves the list. Where
 * the message can come back, by a step between versions, the text waits for it; where it is gone,
 * its text goes elsewhere.
 */
final class UnsentEdits {
  private final Drafts drafts;

  /** The messages that have left the list since {@link #settle}, with what was made of them. */
  private final Map<Long, String> left = new LinkedHashMap<>();

  private @Nullable ChatMessage refused;
  private String refusedText = "";

  /** Edits that are kept among the given drafts. */
  UnsentEdits(Drafts drafts) {
    this.drafts = drafts;
  }

  /** What was made of a message is on its way. */
  void sent(Route place, ChatMessage message) {
    drafts.putEdit(place, message.id(), "");
    refused = null;
  }

  /** What was made of a message has come back. */
  void rolledBack(Route place, ChatMessage message, String text) {
    drafts.putEdit(place, message.id(), text);
    refused = message;
    refusedText = text;
  }

  /** What has come back is sent once more, unless something else was made of it meanwhile. */
  void retried(Route place) {
    ChatMessage message = refused;
    if (message != null && drafts.edit(place, message.id()).equals(refusedText)) {
      sent(place, message);
    }
  }

  /**
   * A message has left the list.
   *
   * @param unsent what was made of it and not sent; empty if nothing
   * @return whether it is the first one since {@link #settle}, which has to follow
   */
  boolean left(ChatMessage message, String unsent) {
    left.put(message.id(), unsent);
    return left.size() == 1;
  }

  /**
   * Looks where the messages went that have left the list.
   *
   * @param listed what is in the list now
   * @param asking whether they went since an answer was asked for, which is another path
   * @return what was made of those that are gone
   */
  List<String> settle(Route place, List<ChatMessage> listed, boolean asking) {
    List<String> homeless = new ArrayList<>();
    for (Map.Entry<Long, String> each : left.entrySet()) {
      long id = each.getKey();
      boolean isUnsent = !each.getValue().isEmpty() && !drafts.edit(place, id).isEmpty();
      if (isUnsent && !asking && !canComeBack(id, listed)) {
        drafts.putEdit(place, id, "");
        homeless.add(each.getValue());
      }
    }
    left.clear();
    return homeless;
  }

  /** Whether it is there again, or another version of it or of one before it is in its place. */
  private boolean canComeBack(long id, List<ChatMessage> listed) {
    for (ChatMessage message : listed) {
      if (message.id() == id) {
        return true;
      }
      for (long version : message.versions()) {
        if (version <= id && left.containsKey(version)) {
          return true;
        }
      }
    }
    return false;
  }
}
