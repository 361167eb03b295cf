package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How likely each token follows each other one, learned from a few sentences. An answer begins
 * behind a line feed, where a chat template leaves off, and ends with the end of the turn.
 *
 * <p>The words that are spelled in bytes share none of them, so that whatever the table allows is
 * whole characters. Immutable.
 */
final class BigramTable {

  /** The log-probability of what was never seen, far below everything else. */
  static final float NEVER = -30f;

  /**
   * A sentence to learn from, in pieces.
   *
   * @param weight how often it counts as seen
   */
  private record Sentence(int weight, List<String> pieces) {
    static Sentence of(int weight, String... pieces) {
      return new Sentence(weight, List.of(pieces));
    }
  }

  /** The weights make one path the likeliest at each of its steps, so that greedy choice ends. */
  private static final List<Sentence> SENTENCES =
      List.of(
          Sentence.of(6, " The", " caf", "é", " in", " ", "東京", " streams", " `tea`", "."),
          Sentence.of(
              1, " The", " server", " streams", " the", " answer", " to", " the", " page", "."),
          Sentence.of(
              1, " The", " page", " shows", " every", " token", " as", " it", " comes", "."),
          Sentence.of(
              1, " A", " stream", " is", " a", " **short**", " river", " of", " tokens", "."),
          Sentence.of(1, " A", " river", " never", " tears", " a", " token", " in", " two", "."),
          Sentence.of(1, " Поток", " течёт", " по", " странице", "."),
          Sentence.of(1, " Every", " token", " is", " whole", " ", "😀", "."),
          Sentence.of(1, " It", " comes", " to", " the", " sea", " in", " two", " days", "."));

  /** Pieces that are no words, so that their characters come byte by byte. */
  private static final List<String> SPELLED_IN_BYTES = List.of("é", "東京", "😀");

  private final TinyVocabulary vocabulary;
  private final int[][] counts;

  BigramTable() {
    Set<String> words = new LinkedHashSet<>();
    SENTENCES.forEach(sentence -> words.addAll(sentence.pieces));
    SPELLED_IN_BYTES.forEach(words::remove);
    words.add("\n\n");
    vocabulary = new TinyVocabulary(List.copyOf(words));
    counts = new int[vocabulary.size()][vocabulary.size()];
    SENTENCES.forEach(this::learn);
    learnEnds();
  }

  TinyVocabulary vocabulary() {
    return vocabulary;
  }

  /** The natural logarithm of the probability that a token follows another. */
  float logProbability(int token, int next) {
    int[] row = counts[token];
    int total = 0;
    for (int count : row) {
      total += count;
    }
    return row[next] == 0 ? NEVER : (float) Math.log((double) row[next] / total);
  }

  /** Whether a token was ever seen behind another. */
  boolean allows(int token, int next) {
    return counts[token][next] > 0;
  }

  /** The tokens of the likeliest answer, at most so many, without the end of the turn. */
  List<Integer> likeliest(int most) {
    List<Integer> tokens = new ArrayList<>();
    int token = likeliestAfter(TinyVocabulary.byteToken('\n'));
    while (token != TinyVocabulary.TURN_ENDS && tokens.size() < most) {
      tokens.add(token);
      token = likeliestAfter(token);
    }
    return tokens;
  }

  /** The text of tokens. */
  String text(List<Integer> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.forEach(token -> bytes.writeBytes(vocabulary.bytes(token)));
    return bytes.toString(UTF_8);
  }

  /** The tokens of a text: at each place the longest word there, else a byte. */
  List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      String piece = vocabulary.longestWord(text, i);
      if (piece.isEmpty()) {
        piece = Character.toString(text.codePointAt(i));
      }
      tokens.addAll(vocabulary.tokens(piece));
      i += piece.length();
    }
    return tokens;
  }

  private int likeliestAfter(int token) {
    int best = 0;
    for (int next = 0; next < counts.length; next++) {
      if (counts[token][next] > counts[token][best]) {
        best = next;
      }
    }
    return best;
  }

  private void learn(Sentence sentence) {
    List<Integer> tokens = new ArrayList<>();
    sentence.pieces.forEach(piece -> tokens.addAll(vocabulary.tokens(piece)));
    int first = tokens.getFirst();
    counts[TinyVocabulary.byteToken('\n')][first] += sentence.weight;
    counts[vocabulary.tokens("\n\n").getFirst()][first] += sentence.weight;
    counts[vocabulary.tokens(".").getFirst()][first]++;
    for (int i = 1; i < tokens.size(); i++) {
      counts[tokens.get(i - 1)][tokens.get(i)] += sentence.weight;
    }
  }

  /** Behind a full stop comes another sentence, a paragraph or the end; unseen is the end. */
  private void learnEnds() {
    int stop = vocabulary.tokens(".").getFirst();
    counts[stop][vocabulary.tokens("\n\n").getFirst()] += 3;
    counts[stop][TinyVocabulary.TURN_ENDS] += 4;
    for (int[] row : counts) {
      boolean seen = false;
      for (int count : row) {
        seen |= count > 0;
      }
      if (!seen) {
        row[TinyVocabulary.TURN_ENDS] = 1;
      }
    }
  }
}
