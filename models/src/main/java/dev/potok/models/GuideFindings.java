package dev.potok.models;

import java.util.List;

/**
 * What a search in the documentation has brought.
 *
 * @param terms what was searched for, as the index knows words
 * @param searched how many passages there are
 * @param matching how many hold any of the terms
 * @param hits the best of them, best first; none if even the best says too little of the question
 */
record GuideFindings(List<String> terms, int searched, int matching, List<Hit> hits) {

  /**
   * A passage that was found.
   *
   * @param score how well it fits: BM25, times the share of the question that it holds
   */
  record Hit(GuidePassage passage, double score) {}
}
