package dev.potok.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The frames of a time: how many there were, and how many came late.
 *
 * @param frames a row for each: when it began, and how long after the one before, in milliseconds
 * @param limit what counts as late, in milliseconds
 */
record FrameReport(List<List<Number>> frames, double limit) {

  void print() {
    double[] gaps = frames.stream().mapToDouble(frame -> frame.get(1).doubleValue()).toArray();
    long late = frames.stream().filter(frame -> frame.get(1).doubleValue() > limit).count();
    Arrays.sort(gaps);
    PageSpeed.print(
        "frames",
        "%d; p99 %.0f ms, worst %.0f ms; %d over %.0f ms"
            .formatted(gaps.length, PageSpeed.at(gaps, 0.99), PageSpeed.at(gaps, 1), late, limit));
  }
}
