package dev.potok.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds passages of the documentation by the words of a question, ranked with BM25. A word counts
 * more in a heading than in the text, and a little in the title of the file.
 *
 * <p>The question is never parsed as a query, only cut into words, so no character of it means
 * anything. Immutable and thread-safe.
 */
final class GuideIndex {

  /** How much of a question is looked at, in characters. */
  static final int MAX_QUESTION_CHARACTERS = 2_000;

  /** How many different terms of a question are searched. */
  static final int MAX_TERMS = 32;

  /** How many passages are returned. */
  static final int MAX_HITS = 5;

  /**
   * How much of what the question says a passage must hold. A term weighs the more the rarer it is,
   * and one that the documentation does not know weighs most: a passage that shares nothing but
   * "today" with a question about the weather does not answer it.
   */
  private static final double MIN_COVERAGE = 0.34;

  /** The least score: below it lie passages that share a common word in passing. */
  private static final double MIN_SCORE = 1.5;

  private static final String NUMBER = "number";
  private static final String TITLE = "title";
  private static final String HEADING = "heading";
  private static final String TEXT = "text";
  private static final float HEADING_WEIGHT = 2.5f;
  private static final float TITLE_WEIGHT = 0.5f;

  private final Analyzer analyzer;
  private final List<GuidePassage> passages;
  private final List<Set<String>> termsOfPassages;
  private final IndexSearcher searcher;

  private GuideIndex(
      Analyzer analyzer,
      List<GuidePassage> passages,
      List<Set<String>> termsOfPassages,
      IndexSearcher searcher) {
    this.analyzer = analyzer;
    this.passages = passages;
    this.termsOfPassages = termsOfPassages;
    this.searcher = searcher;
  }

  /** Indexes passages in memory. */
  static GuideIndex of(List<GuidePassage> passages, Analyzer analyzer) {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig(analyzer);
    config.setMergeScheduler(new SerialMergeScheduler());
    List<Set<String>> terms = new ArrayList<>();
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int number = 0; number < passages.size(); number++) {
        GuidePassage passage = passages.get(number);
        Document document = new Document();
        document.add(new StoredField(NUMBER, number));
        document.add(new TextField(TITLE, folded(passage.title()), Field.Store.NO));
        document.add(new TextField(HEADING, folded(passage.heading()), Field.Store.NO));
        document.add(new TextField(TEXT, folded(passage.markdown()), Field.Store.NO));
        writer.addDocument(document);
        terms.add(
            terms(
                analyzer,
                String.join("\n", passage.title(), passage.heading(), passage.markdown())));
      }
      writer.commit();
      return new GuideIndex(
          analyzer, passages, terms, new IndexSearcher(DirectoryReader.open(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Searches for what a question says. */
  GuideFindings search(String question) {
    String beginning = question.substring(0, Math.min(question.length(), MAX_QUESTION_CHARACTERS));
    List<String> terms = terms(analyzer, beginning).stream().limit(MAX_TERMS).toList();
    if (terms.isEmpty()) {
      return new GuideFindings(terms, passages.size(), 0, List.of());
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String term : terms) {
      add(query, TITLE, term, TITLE_WEIGHT);
      add(query, HEADING, term, HEADING_WEIGHT);
      add(query, TEXT, term, 1);
    }
    try {
      TopDocs found = searcher.search(query.build(), passages.size());
      return new GuideFindings(terms, passages.size(), found.scoreDocs.length, hits(found, terms));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(BooleanQuery.Builder query, String field, String term, float weight) {
    query.add(
        new BoostQuery(new TermQuery(new Term(field, term)), weight), BooleanClause.Occur.SHOULD);
  }

  /** What holds more of the question goes before what holds one word of it in a short heading. */
  private List<GuideFindings.Hit> hits(TopDocs found, List<String> terms) throws IOException {
    List<GuideFindings.Hit> hits = new ArrayList<>();
    for (ScoreDoc doc : found.scoreDocs) {
      int number =
          searcher.storedFields().document(doc.doc).getField(NUMBER).numericValue().intValue();
      double coverage = coverage(terms, termsOfPassages.get(number));
      double score = doc.score * coverage;
      if (coverage >= MIN_COVERAGE && score >= MIN_SCORE) {
        hits.add(new GuideFindings.Hit(passages.get(number), score));
      }
    }
    return hits.stream()
        .sorted(Comparator.comparingDouble(GuideFindings.Hit::score).reversed())
        .limit(MAX_HITS)
        .toList();
  }

  /** The share of the terms' weight that a passage holds, from 0 to 1. */
  private double coverage(List<String> terms, Set<String> passage) {
    double all = 0;
    double held = 0;
    for (String term : terms) {
      double weight = rarity(term);
      all += weight;
      held += passage.contains(term) ? weight : 0;
    }
    return held / all;
  }

  /** BM25's inverse document frequency. */
  private double rarity(String term) {
    long holding = termsOfPassages.stream().filter(terms -> terms.contains(term)).count();
    return Math.log(1 + (passages.size() - holding + 0.5) / (holding + 0.5));
  }

  private static Set<String> terms(Analyzer analyzer, String text) {
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(TEXT, folded(text))) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        terms.add(term.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return terms;
  }

  /** The letter ё is written as е as often as not. */
  private static String folded(String text) {
    return text.replace('ё', 'е').replace('Ё', 'Е');
  }
}
