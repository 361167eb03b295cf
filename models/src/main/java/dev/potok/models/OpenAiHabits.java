package dev.potok.models;

/**
 * What a server that speaks OpenAI's chat completions has refused so far, and what it is sent
 * instead.
 *
 * @param countsTokens whether it is asked for the count of tokens
 * @param limitName the field for the longest answer: OpenAI's models that think take the newer name
 *     only, many other servers the older one only
 */
record OpenAiHabits(boolean countsTokens, String limitName) {

  static final String OLDER_LIMIT = "max_tokens";
  static final String NEWER_LIMIT = "max_completion_tokens";

  /** Before anything was refused. */
  static final OpenAiHabits USUAL = new OpenAiHabits(true, OLDER_LIMIT);

  OpenAiHabits withoutCount() {
    return new OpenAiHabits(false, limitName);
  }

  OpenAiHabits withNewerLimit() {
    return new OpenAiHabits(countsTokens, NEWER_LIMIT);
  }
}
