package dev.potok.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Which GGUF file to run, and how. Made by {@link #of} and the {@code with…} methods.
 *
 * @param file the model
 * @param classPath holds the program of the process that runs it
 * @param mainClass where that program begins
 * @param contextTokens how many tokens a conversation and its answer may have
 * @param firstTokenTimeout the longest wait from the request to the first token
 * @param silenceTimeout the longest wait for a further token
 */
public record GgufSettings(
    GgufFile file,
    List<Path> classPath,
    String mainClass,
    int contextTokens,
    Duration firstTokenTimeout,
    Duration silenceTimeout) {

  /** The default of {@link #contextTokens}. */
  public static final int CONTEXT_TOKENS = 8192;

  /**
   * The default of {@link #firstTokenTimeout}. The first token may wait for other answers, and for
   * a processor to read a long conversation.
   */
  public static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofMinutes(10);

  private static final String MAIN_CLASS = "dev.potok.gguf.GgufServer";

  /** Takes the values as they are; the class path is copied. */
  public GgufSettings {
    classPath = List.copyOf(classPath);
  }

  /** A file that the extension's program runs, with the default numbers and times. */
  public static GgufSettings of(GgufFile file, List<Path> classPath) {
    return new GgufSettings(
        file,
        classPath,
        MAIN_CLASS,
        CONTEXT_TOKENS,
        FIRST_TOKEN_TIMEOUT,
        ProviderSettings.SILENCE_TIMEOUT);
  }

  /** The same for another program. */
  public GgufSettings withMainClass(String value) {
    return new GgufSettings(
        file, classPath, value, contextTokens, firstTokenTimeout, silenceTimeout);
  }

  /** The same with another number of tokens. */
  public GgufSettings withContextTokens(int value) {
    return new GgufSettings(file, classPath, mainClass, value, firstTokenTimeout, silenceTimeout);
  }

  /** The same with other longest waits. */
  public GgufSettings withTimeouts(Duration firstToken, Duration silence) {
    return new GgufSettings(file, classPath, mainClass, contextTokens, firstToken, silence);
  }
}
