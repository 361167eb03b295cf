package dev.potok.benchmarks;

/**
 * What one reader saw.
 *
 * @param tokens how many numbered tokens came
 * @param events how many events they came in
 * @param firstTokenMillis from the request to the first token
 * @param fault what was wrong; empty if every token came once and in order, and the end after them
 */
record StreamCheck(int tokens, int events, double firstTokenMillis, String fault) {

  boolean isWhole() {
    return fault.isEmpty();
  }
}
