package dev.potok.web.text;

/** How a language writes numbers and times. */
public interface LocalStyle {

  /** A number without a fraction. */
  String number(double number);

  /** A number with at most one digit after the point. */
  String tenths(double number);

  /** A time of RFC 3339, short, in the reader's time zone; empty if it is none. */
  String time(String time);
}
