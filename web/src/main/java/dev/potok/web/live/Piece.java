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

  private static final String TYPE_BEGIN = "{\"type\":\"";
  private static final String SEQ_BEGIN = "\",\"seq\":";

  /**
   * Looks at an event's line of JSON: at its beginning alone, since deltas come for every token and
   * an end holds all of the answer.
   *
   * @throws dev.potok.protocol.JsonFormatException if it is no event of an answer
   */
  static Piece of(String line) {
    if (line.startsWith(TYPE_BEGIN)) {
      int typeEnd = line.indexOf('"', TYPE_BEGIN.length());
      if (typeEnd > 0 && line.startsWith(SEQ_BEGIN, typeEnd)) {
        return new Piece(
            kind(line.substring(TYPE_BEGIN.length(), typeEnd)),
            number(line, typeEnd + SEQ_BEGIN.length()));
      }
    }
    JsonFields fields = JsonFields.parse(line);
    return new Piece(kind(fields.string("type")), fields.int64("seq"));
  }

  private static long number(String line, int from) {
    long number = 0;
    int at = from;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      number = number * 10 + line.charAt(at) - '0';
      at++;
    }
    return number;
  }

  private static Kind kind(String type) {
    return switch (type) {
      case MessageStart.TYPE -> Kind.START;
      case MessageEnd.TYPE, AnswerError.TYPE -> Kind.END;
      default -> Kind.DELTA;
    };
  }
}
