package dev.potok.web.dom;

import dev.potok.web.text.LocalStyle;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Numbers and times as the browser writes them in a language. Building one is dear, keep it. */
public final class Intl implements LocalStyle {
  private final JSObject whole;
  private final JSObject tenths;
  private final JSObject times;

  /** The styles of a language. */
  public Intl(String language) {
    whole = numberFormat(language, 0);
    tenths = numberFormat(language, 1);
    times = timeFormat(language);
  }

  @Override
  public String number(double number) {
    return format(whole, number);
  }

  @Override
  public String tenths(double number) {
    return format(tenths, number);
  }

  @Override
  public String time(String time) {
    return formatTime(times, time);
  }

  @JSBody(
      params = {"language", "digits"},
      script = "return new Intl.NumberFormat(language, {maximumFractionDigits: digits});")
  private static native JSObject numberFormat(String language, int digits);

  @JSBody(
      params = "language",
      script =
          "return new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short'});")
  private static native JSObject timeFormat(String language);

  @JSBody(
      params = {"format", "number"},
      script = "return format.format(number);")
  private static native String format(JSObject format, double number);

  @JSBody(
      params = {"format", "time"},
      script = "var date = new Date(time); return isNaN(date) ? '' : format.format(date);")
  private static native String formatTime(JSObject format, String time);
}
