package dev.potok.models;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The model of a local GGUF file, which llama.cpp runs in a process of its own. If that crashes,
 * the answer of that time fails, and the next one starts another process. Answers are written one
 * after the other. Thread-safe; must be closed, which ends the process.
 */
public final class GgufProvider implements ModelProvider, AutoCloseable {

  /** The provider's name. */
  public static final String NAME = "gguf";

  private static final Logger LOG = System.getLogger(GgufProvider.class.getName());

  /** A broken connection comes before the end of the process that broke it. */
  private static final Duration UNTIL_THE_END_SHOWS = Duration.ofSeconds(1);

  private final GgufSettings settings;
  private final ModelHttp http;
  private final Retries retries;
  private final SecureRandom random = new SecureRandom();

  /** Guards the process, and is held while one starts. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable GgufProcess process;
  private boolean closed;

  private GgufProvider(GgufSettings settings, ModelHttp http, Retries retries) {
    this.settings = settings;
    this.http = http;
    this.retries = retries;
  }

  /**
   * Loads the model, which can take as long as the disk takes to read it.
   *
   * @param http the connections to use, which stay the caller's
   * @throws InvalidFieldException if llama.cpp cannot run on this computer, or not this file
   * @throws InterruptedException if the thread is interrupted
   */
  public static GgufProvider open(GgufSettings settings, ModelHttp http, Retries retries)
      throws InterruptedException {
    GgufFile file = settings.file();
    checkPlatform(
        file, System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
    GgufProvider provider = new GgufProvider(settings, http, retries);
    try {
      provider.running();
      return provider;
    } catch (ModelException e) {
      provider.close();
      throw new InvalidFieldException(
          "gguf", file.path().toString(), "a GGUF file that llama.cpp can load; " + e.detail());
    } catch (InterruptedException e) {
      provider.close();
      throw e;
    }
  }

  /** There are native libraries for these only. */
  static void checkPlatform(GgufFile file, String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean is64BitIntel = processor.equals("amd64") || processor.equals("x86_64");
    boolean isArm = processor.equals("aarch64") || processor.equals("arm64");
    boolean known =
        (name.contains("windows") && is64BitIntel)
            || ((name.contains("linux") || name.contains("mac")) && (is64BitIntel || isArm));
    if (!known) {
      throw new InvalidFieldException(
          "gguf",
          file.path().toString(),
          "Linux or macOS on x86_64 or aarch64, or Windows on x86_64; this is "
              + system
              + " on "
              + processor);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean answersOneAtATime() {
    return true;
  }

  @Override
  public List<ModelInfo> models() {
    String name = settings.file().name();
    return List.of(new ModelInfo(name, name));
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    GgufProcess asked = running();
    try {
      return asking(asked).answer(prompt, output);
    } catch (ModelException e) {
      throw ofCrash(asked, e);
    }
  }

  private HttpModelProvider asking(GgufProcess asked) throws InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + asked.awaitReady() + "/v1");
    return HttpModelProvider.process(
        ProviderSettings.of(NAME, url)
            .withApiKey(asked.token())
            .withFirstTokenTimeout(settings.firstTokenTimeout())
            .withSilenceTimeout(settings.silenceTimeout()),
        http,
        retries);
  }

  /** A broken connection, said as what it is. */
  private static ModelException ofCrash(GgufProcess asked, ModelException e)
      throws InterruptedException {
    boolean broken = e.kind() == Kind.CUT_OFF || e.kind() == Kind.UNAVAILABLE;
    if (!broken || !asked.endsWithin(UNTIL_THE_END_SHOWS)) {
      return e;
    }
    return ModelException.of(
        e.kind(),
        "the model's process has ended with code "
            + asked.exitCode()
            + "; the next answer starts it again");
  }

  /** The process that runs, or a new one in the place of one that has ended. */
  private GgufProcess running() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw ModelException.of(Kind.UNAVAILABLE, "the server is ending");
      }
      GgufProcess current = process;
      if (current != null && current.isAlive()) {
        return current;
      }
      if (current != null) {
        LOG.log(
            Level.WARNING,
            "{0} ended with code {1}; it is started again",
            settings.file().path(),
            current.exitCode());
        current.close();
      }
      GgufProcess fresh = GgufProcess.start(settings, random);
      process = fresh;
      fresh.awaitReady();
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (process != null) {
        process.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
