package dev.potok.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a message asks of the {@link ScriptedModelServer}, so that a person or a browser test
 * can make it misbehave from the page. A directive is {@code [[name key=value …]]}; a message may
 * hold several, and they apply in their order. Times are in milliseconds, {@code after} counts
 * tokens, and every key has a default:
 *
 * <pre>
 * [[numbered count=20 rate=50]]   that many numbered tokens, that many a second (0: at once)
 * [[rate tokens=50]]              so many tokens a second
 * [[headers ms=1000]]             nothing before the head for this long
 * [[first ms=1000]]               nothing before the first token for this long
 * [[stall after=5 ms=1000]]       nothing for this long in the middle
 * [[cut after=5 how=reset]]       the connection is cut; how is reset or close
 * [[cutbyte at=100 how=reset]]    the same after so many bytes of the body
 * [[end after=5]]                 the body ends without a finish
 * [[error after=5]]               an error object in the stream
 * [[status code=500 retry=0]]     an HTTP error, with Retry-After in seconds if not 0
 * [[malformed after=5]]           an event that is not JSON
 * [[garbage after=5]]             bytes that mean nothing
 * [[endless after=5 bytes=10000000]]  that many bytes without a line end
 * [[type is=text/html]]           another content type
 * [[slice bytes=1 ms=0]]          slices of so many bytes, with a time between them
 * [[redirect to=/elsewhere]]      a redirect
 * [[double token=3]] [[skip token=3]] [[swap token=3]]   the nth token twice, never, one late
 * [[think count=5]] [[thinktags count=5]]   thinking before the text
 * [[finish reason=length]] [[nofinish]] [[nousage]] [[nodone]]
 * [[hold]]                        each token waits to be released
 * </pre>
 */
final class Directives {
  private static final Pattern DIRECTIVE = Pattern.compile("\\[\\[\\s*([a-z]+)([^\\]]*)\\]\\]");
  private static final Pattern PAIR = Pattern.compile("([a-z]+)=(\\S+)");

  private final Map<String, String> values;

  private Directives(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The script with all that the message asks for.
   *
   * @throws IllegalArgumentException if a directive is unknown or a value is no number
   */
  static Script apply(Script script, String message) {
    Script result = script;
    Matcher matcher = DIRECTIVE.matcher(message);
    while (matcher.find()) {
      Map<String, String> values = new HashMap<>();
      Matcher pair = PAIR.matcher(matcher.group(2));
      while (pair.find()) {
        values.put(pair.group(1), pair.group(2));
      }
      result = new Directives(values).apply(matcher.group(1), result);
    }
    return result;
  }

  private Script apply(String name, Script script) {
    return switch (name) {
      case "numbered" -> rated(Script.numbered(number("count", 20)), number("rate", 50));
      case "rate" -> rated(script, number("tokens", 50));
      case "headers" -> script.delayHeaders(millis("ms", 1000));
      case "first" -> script.delayFirstToken(millis("ms", 1000));
      case "stall" -> script.stallAfter(after(), millis("ms", 1000));
      case "cut" -> script.cutAfter(after(), how());
      case "cutbyte" -> script.cutAtByte(number("at", 100), how());
      case "end" -> script.endAfter(after());
      case "error" -> script.errorAfter(after(), "the script breaks off");
      case "status" -> status();
      case "malformed" -> script.malformedAfter(after());
      case "garbage" -> script.rawAfter(after(), "\u0000\u0001\uFFFF}{][\u0007:::\n\n");
      case "endless" -> script.endlessLineAfter(after(), number("bytes", 10_000_000));
      case "type" -> script.contentType(text("is", "text/html"));
      case "slice" -> script.trickle(number("bytes", 1), millis("ms", 0));
      case "redirect" -> Script.redirect(text("to", "/elsewhere"));
      case "double" -> script.doubleToken(number("token", 3));
      case "skip" -> script.skipToken(number("token", 3));
      case "swap" -> script.swapToken(number("token", 3));
      case "think" -> script.thinking(thoughts());
      case "thinktags" -> script.thinkTags(thoughts());
      case "finish" -> script.finish(text("reason", "length"));
      case "nofinish" -> script.withoutFinish();
      case "nousage" -> script.withoutUsage();
      case "nodone" -> script.withoutDone();
      case "hold" -> script.held();
      default -> throw new IllegalArgumentException("[[" + name + "]]: no such directive");
    };
  }

  private static Script rated(Script script, int tokensPerSecond) {
    return tokensPerSecond == 0 ? script.every(Duration.ZERO) : script.rate(tokensPerSecond);
  }

  private Script status() {
    Script script = Script.status(number("code", 500));
    int seconds = number("retry", 0);
    return seconds == 0 ? script : script.retryAfter(Duration.ofSeconds(seconds));
  }

  private String[] thoughts() {
    String[] thoughts = new String[number("count", 5)];
    for (int i = 0; i < thoughts.length; i++) {
      thoughts[i] = (i == 0 ? "thought " : " ") + (i + 1);
    }
    return thoughts;
  }

  private Cut how() {
    return text("how", "reset").equals("close") ? Cut.CLOSE : Cut.RESET;
  }

  private int after() {
    return number("after", 5);
  }

  private Duration millis(String key, int defaultMillis) {
    return Duration.ofMillis(number(key, defaultMillis));
  }

  private int number(String key, int defaultValue) {
    String value = values.get(key);
    if (value == null) {
      return defaultValue;
    }
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: a number)", e);
    }
  }

  private String text(String key, String defaultValue) {
    return values.getOrDefault(key, defaultValue);
  }
}
