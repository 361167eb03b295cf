package dev.potok.engine;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/** What Potok says to people about a code, in their language. Stateless. */
public final class Sentences {
  private static final String BUNDLE = "dev.potok.engine.sentences";

  private Sentences() {}

  /**
   * The sentence for a code.
   *
   * @param arguments fill the sentence's places in their order
   * @throws java.util.MissingResourceException if there is no sentence for the code
   */
  public static String of(Language language, String code, Object... arguments) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(BUNDLE, language.locale(), Sentences.class.getModule());
    return new MessageFormat(bundle.getString(code), language.locale()).format(arguments);
  }
}
