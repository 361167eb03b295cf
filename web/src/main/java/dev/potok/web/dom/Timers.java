package dev.potok.web.dom;

import org.teavm.jso.browser.Window;

/** Runs something later, on the page's thread. */
public final class Timers {
  private Timers() {}

  /** Gives up what was to run. */
  @FunctionalInterface
  public interface Cancel {
    /** Harmless when it has run. */
    void cancel();
  }

  /** Runs a task once, after a delay in milliseconds. */
  public static Cancel after(int millis, Runnable task) {
    int timer = Window.setTimeout(task::run, millis);
    return () -> Window.clearTimeout(timer);
  }

  /** Runs a task again and again, a period in milliseconds apart. */
  public static Cancel every(int millis, Runnable task) {
    int timer = Window.setInterval(task::run, millis);
    return () -> Window.clearInterval(timer);
  }

  /** Runs a task before the browser draws next. */
  public static Cancel nextFrame(Runnable task) {
    int frame = Window.requestAnimationFrame(time -> task.run());
    return () -> Window.cancelAnimationFrame(frame);
  }
}
