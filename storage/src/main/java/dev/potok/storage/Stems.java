package dev.potok.storage;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.RussianStemmer;

/**
 * Reduces the forms of a word to one: words in Cyrillic letters by the rules of Russian, words in
 * basic Latin letters by those of English; all others stay as they are, in lower case. Belongs to
 * one thread.
 *
 * @see <a href="https://snowballstem.org/">Snowball</a>
 */
final class Stems {

  /** How much of a word counts, in characters; what is longer is no word, but some code. */
  static final int MAX_WORD = 64;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}\\p{M}]");

  private final SnowballStemmer russian = new RussianStemmer();
  private final SnowballStemmer english = new EnglishStemmer();

  /** A word as it is compared, its ending left on. */
  static String normal(String word) {
    if (isPlain(word)) {
      return word.toLowerCase(Locale.ROOT).replace('ё', 'е');
    }
    String composed = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    // Some letters stand for several words. Most people write the one of the last two for the
    // other.
    String normal = BETWEEN_WORDS.matcher(composed).replaceAll("").replace('ё', 'е');
    if (normal.length() <= MAX_WORD) {
      return normal;
    }
    int end = Character.isHighSurrogate(normal.charAt(MAX_WORD - 1)) ? MAX_WORD - 1 : MAX_WORD;
    return normal.substring(0, end);
  }

  /** Whether a word of usual length has only the letters and digits of most texts. */
  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c > 0x7f && (c < 'Ѐ' || c > 'ё')) {
        return false;
      }
    }
    return word.length() <= MAX_WORD;
  }

  /** The stem of a {@linkplain #normal normal} word. */
  String stem(String normal) {
    boolean isLatin = true;
    boolean isCyrillic = true;
    for (int i = 0; i < normal.length(); i++) {
      char c = normal.charAt(i);
      isLatin &= c >= 'a' && c <= 'z';
      isCyrillic &= c >= 'а' && c <= 'я';
    }
    if (isLatin) {
      return stem(english, normal);
    }
    return isCyrillic ? stem(russian, normal) : normal;
  }

  private static String stem(SnowballStemmer stemmer, String word) {
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }
}
