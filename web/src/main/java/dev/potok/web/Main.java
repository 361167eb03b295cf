package dev.potok.web;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.LocalStore;

/** Begins the page. */
public final class Main {
  private Main() {}

  /** Puts the page into its template. */
  public static void main(String[] args) {
    new App(Browser.byId("app"), new LocalStore(), Browser.meta("potok-api-base")).start();
  }
}
