package dev.potok.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Java's arguments for a program that lives for seconds, and is started often: it begins sooner the
 * less it compiles of itself.
 */
public final class ShortRun {

  /** What such a program is told before anything else. */
  public static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private ShortRun() {}

  /** The arguments to run a jar, up to its name. */
  public static List<String> ofJar(Path jar, String... options) {
    List<String> arguments = new ArrayList<>(OPTIONS);
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-jar", jar.toString()));
    return List.copyOf(arguments);
  }
}
