package dev.potok.web.dom;

import org.teavm.jso.JSBody;

/** Numbers and times as a language writes them. */
public final class Intl {
  private Intl() {}

  /** A number with at most the given count of digits after the point. */
  @JSBody(
      params = {"language", "number", "digits"},
      script =
          "return new Intl.NumberFormat(language, {maximumFractionDigits: digits}).format(number);")
  public static native String number(String language, double number, int digits);

  /** A time of RFC 3339, short, in the reader's time zone; empty if it is none. */
  @JSBody(
      params = {"language", "time"},
      script =
          "var date = new Date(time); if (isNaN(date)) { return ''; }"
              + "return new Intl.DateTimeFormat(language,"
              + " {dateStyle: 'medium', timeStyle: 'short'}).format(date);")
  public static native String time(String language, String time);
}
