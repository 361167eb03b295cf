package dev.potok.server.transfer;

import dev.potok.engine.Language;
import dev.potok.engine.Sentences;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;

/** What became of a file's chats. Belongs to one thread. */
final class ImportReport {

  /** The most chats of which it is told why they were passed over. */
  static final int MAX_TOLD = 100;

  /** Why a chat was passed over. */
  enum Reason {
    UNREADABLE("import_unreadable"),
    UNKNOWN_FORMAT("import_unknown_format"),
    TOO_LONG("import_too_long"),
    TOO_MANY_MESSAGES("import_too_many_messages"),
    TOO_MANY_CHATS("import_too_many_chats"),
    EMPTY("import_empty"),
    REPEATED("import_repeated");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The code on the wire; stable. */
    String code() {
      return code;
    }
  }

  private record Skipped(int index, String title, Reason reason) {}

  private final List<Skipped> told = new ArrayList<>();
  private final LeftOut leftOut = new LeftOut();
  private int chats;
  private int messages;
  private int skipped;

  void taken(int count, LeftOut without) {
    chats++;
    messages += count;
    leftOut.add(without);
  }

  void skipped(int index, String title, Reason reason) {
    skipped++;
    if (told.size() < MAX_TOLD) {
      told.add(new Skipped(index, title, reason));
    }
  }

  /** The report as JSON, with its sentences in a language. */
  String json(Language language) {
    JsonText json =
        JsonText.object()
            .field("chats", chats)
            .field("messages", messages)
            .field("skipped_count", skipped)
            .openArray("skipped");
    for (Skipped one : told) {
      json.openObject()
          .field("index", one.index())
          .field("title", JsonFields.shorten(one.title()))
          .field("code", one.reason().code())
          .field("reason", Sentences.of(language, one.reason().code()))
          .end();
    }
    json.end().openObject("left_out");
    leftOut.counts().forEach((kind, count) -> json.field(kind.wireName(), count));
    return json.end().done();
  }
}
