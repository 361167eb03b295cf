package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import org.teavm.jso.dom.html.HTMLElement;

/** A field of a dialog under its name, with what is wrong with it below. */
final class FormField {
  private final HTMLElement input;
  private final HTMLElement wrong = El.of("span", "field-wrong").attr("role", "alert").element();
  private final El root;

  private FormField(String label, El input, String value) {
    this.input = input.element();
    Browser.value(this.input, value);
    this.input.addEventListener("input", event -> wrong(""));
    root = El.of("label", "field").span("field-name", label).add(input);
  }

  /** A field of one line. */
  static FormField line(String name, String label, String value) {
    return new FormField(
        label, El.of("input").attr("name", name).attr("autocomplete", "off"), value);
  }

  /** A field of several lines. */
  static FormField text(String name, String label, String value, int rows) {
    return new FormField(
        label, El.of("textarea").attr("name", name).attr("rows", String.valueOf(rows)), value);
  }

  /** A field of several choices, one of which is made. */
  static FormField choice(String name, String label, El select, String value) {
    return new FormField(label, select.attr("name", name), value);
  }

  /** Says more about what is to be filled in. */
  FormField hint(String text) {
    root.span("field-hint", text);
    return this;
  }

  /** Sets an attribute of the input. */
  FormField attr(String name, String value) {
    input.setAttribute(name, value);
    return this;
  }

  /** The field. */
  El element() {
    return root.add(wrong);
  }

  HTMLElement input() {
    return input;
  }

  /** What is filled in. */
  String value() {
    return Browser.value(input);
  }

  /** Says what is wrong with it, and leads there; empty if nothing is. */
  void wrong(String sentence) {
    wrong.setTextContent(sentence);
    if (sentence.isEmpty()) {
      input.removeAttribute("aria-invalid");
    } else {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    }
  }
}
