package dev.potok.teavm;

import org.teavm.extension.spi.substitution.SimpleSubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/** Names the classes that the script gets from here instead. Used by the build only. */
public final class PageSubstitutions extends SimpleSubstitutionPolicy {
  private static final String NUMBERS = "org.teavm.classlib.impl.text";
  private static final String PROTOCOL = "dev.potok.protocol";
  private static final String MARKDOWN = "org.commonmark.internal.util";
  private static final String EXPRESSIONS = "java.util.regex";

  @Override
  public void contribute(SubstitutionSink sink) {
    replace(sink, NUMBERS, "DoubleAnalyzer");
    replace(sink, NUMBERS, "DoubleSynthesizer");
    replace(sink, EXPRESSIONS, "Matcher");
    replace(sink, EXPRESSIONS, "Pattern");
    replace(sink, MARKDOWN, "Html5Entities");
    replace(sink, PROTOCOL, "ByteSearch");
    replace(sink, PROTOCOL, "TextSearch");
    replace(sink, PROTOCOL, "Utf8");
  }

  private static void replace(SubstitutionSink sink, String fromPackage, String className) {
    sink.selectClasses(named(fromPackage + "." + className))
        .replacePackage(fromPackage, PageSubstitutions.class.getPackageName());
  }
}
