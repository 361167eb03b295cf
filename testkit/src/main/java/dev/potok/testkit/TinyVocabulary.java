package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of the tiny model, as a SentencePiece vocabulary: a few marks, the 256 bytes, then
 * words. A word with a space before it is one token; a character that is in no word is spelled in
 * bytes, so that its text comes in parts. Immutable.
 */
final class TinyVocabulary {

  /** What a token is to the tokenizer; the numbers are llama.cpp's. */
  enum Kind {
    NORMAL(1),
    UNKNOWN(2),
    CONTROL(3),
    BYTE(6);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  static final int UNKNOWN = 0;
  static final int BEGIN = 1;
  static final int TURN_BEGINS = 2;
  static final int TURN_ENDS = 3;

  private static final int FIRST_BYTE = 4;
  private static final int FIRST_WORD = FIRST_BYTE + 256;

  /** SentencePiece writes a space as this. */
  private static final char SPACE_MARK = '\u2581';

  private final List<String> words;
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  TinyVocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int i = 0; i < words.size(); i++) {
      ids.put(words.get(i), FIRST_WORD + i);
    }
  }

  int size() {
    return FIRST_WORD + words.size();
  }

  /** The tokens of a piece: one if it is a word, else one for each of its bytes. */
  List<Integer> tokens(String piece) {
    Integer id = ids.get(piece);
    if (id != null) {
      return List.of(id);
    }
    List<Integer> bytes = new ArrayList<>();
    for (byte b : piece.getBytes(UTF_8)) {
      bytes.add(byteToken(b));
    }
    return bytes;
  }

  /** The longest word that stands at a place in a text; empty if none does. */
  String longestWord(String text, int at) {
    String longest = "";
    for (String word : words) {
      if (word.length() > longest.length() && text.startsWith(word, at)) {
        longest = word;
      }
    }
    return longest;
  }

  static int byteToken(int b) {
    return FIRST_BYTE + (b & 0xFF);
  }

  /** The bytes of a token's text; none for a mark. */
  byte[] bytes(int token) {
    return switch (kind(token)) {
      case NORMAL -> words.get(token - FIRST_WORD).getBytes(UTF_8);
      case BYTE -> new byte[] {(byte) (token - FIRST_BYTE)};
      case UNKNOWN, CONTROL -> new byte[0];
    };
  }

  Kind kind(int token) {
    if (token >= FIRST_WORD) {
      return Kind.NORMAL;
    }
    if (token >= FIRST_BYTE) {
      return Kind.BYTE;
    }
    return token == UNKNOWN ? Kind.UNKNOWN : Kind.CONTROL;
  }

  /** The token as the file spells it. */
  String spelling(int token) {
    return switch (token) {
      case UNKNOWN -> "<unk>";
      case BEGIN -> "<s>";
      case TURN_BEGINS -> "<|im_start|>";
      case TURN_ENDS -> "<|im_end|>";
      default ->
          kind(token) == Kind.BYTE
              ? "<0x%02X>".formatted(token - FIRST_BYTE)
              : words.get(token - FIRST_WORD).replace(' ', SPACE_MARK);
    };
  }
}
