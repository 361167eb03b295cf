package dev.potok.models;

import dev.potok.engine.ModelOutput;

/** Keeps an answer as it comes, for a thread that looks on. */
final class RecordedOutput implements ModelOutput {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();

  @Override
  public synchronized void text(String delta) {
    text.append(delta);
  }

  @Override
  public synchronized void thinking(String delta) {
    thinking.append(delta);
  }

  synchronized String text() {
    return text.toString();
  }

  synchronized String thinking() {
    return thinking.toString();
  }
}
