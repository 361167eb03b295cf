package dev.potok.web.components;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/** Hands on to the script of {@link dev.potok.web.rich} what HTML has for it. */
final class RichText {

  private RichText() {}

  /**
   * Tells that script of what it can draw better, if there is any, before it is shown; loads it the
   * first time.
   */
  @JSBody(
      params = "html",
      script =
          "if (!html.querySelector('.code[data-language],.math,.table-scroll')) { return; }"
              + "var meta = document.querySelector('meta[name=potok-rich]');"
              + "if (meta) {"
              + "  var script = document.createElement('script');"
              + "  script.src = meta.content;"
              + "  script.onload = function() { richText([]); };"
              + "  script.onerror = function() { document.head.append(meta); };"
              + "  meta.replaceWith(script);"
              + "} else {"
              + "  document.dispatchEvent(new CustomEvent('potok:rich', {detail: html}));"
              + "}")
  static native void tellOf(HTMLElement html);
}
