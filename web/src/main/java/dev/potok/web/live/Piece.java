package dev.potok.web.live;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;

/**
 * What has to be known of one event of an answer to hand it on.
 *
 * @param kind what it does for a reader
 * @param seq its number
 */
record Piece(Kind kind, long seq) {

  /** What an event does for a reader. */
  enum Kind {
    /** Carries the text so far, so that a reader can begin with it. */
    START,
    /** Is of use only to who has all before it. */
    DELTA,
    /** Carries the whole text, and nothing follows. */
    END
  }

  private static final String DELTA_BEGIN = "{\"type\":\"message_delta\",\"seq\":";

  /**
   * Looks at an event's line of JSON. Deltas come for every token, so they are not parsed.
   *
   * @throws dev.potok.protocol.JsonFormatException if it is no event of an answer
   */
  static Piece of(String line) {
    if (line.startsWith(DELTA_BEGIN)) {
      long seq = 0;
      int at = DELTA_BEGIN.length();
      while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
        seq = seq * 10 + line.charAt(at) - '0';
        at++;
      }
      return new Piece(Kind.DELTA, seq);
    }
    JsonFields fields = JsonFields.parse(line);
    Kind kind =
        switch (fields.string("type")) {
          case MessageStart.TYPE -> Kind.START;
          case MessageEnd.TYPE, AnswerError.TYPE -> Kind.END;
          default -> Kind.DELTA;
        };
    return new Piece(kind, fields.int64("seq"));
  }
}
