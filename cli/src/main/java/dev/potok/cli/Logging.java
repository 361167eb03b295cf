package dev.potok.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What the libraries log: warnings and errors, to the console. */
final class Logging {

  /** Says at its first use that a module for faster vectors is missing; Potok has no vectors. */
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  private Logging() {}

  static void configure() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT %4$s %3$s: %5$s%6$s%n");
    Logger root = LogManager.getLogManager().getLogger("");
    root.setLevel(Level.WARNING);
    VECTORS.setLevel(Level.SEVERE);
  }
}
