package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.protocol.JsonFields;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the parts of a request, and refuses wrong ones. Stateless. */
public final class Requests {
  /** The largest body of a request, in bytes. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private static final String JSON = "application/json";

  private Requests() {}

  /**
   * The number in a path.
   *
   * @throws InvalidFieldException if it is none
   */
  public static long id(ServerRequest request, String name) {
    return number(name, request.path().pathParameters().get(name));
  }

  /** A number of the query, absent if it is not given. */
  public static OptionalLong queryNumber(ServerRequest request, String name) {
    Optional<String> text = request.query().first(name).asOptional();
    return text.isPresent() ? OptionalLong.of(number(name, text.get())) : OptionalLong.empty();
  }

  /** A number of the query that is not larger than an int. */
  public static OptionalInt querySmallNumber(ServerRequest request, String name) {
    OptionalLong value = queryNumber(request, name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    long clamped = Math.clamp(value.getAsLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    return OptionalInt.of((int) clamped);
  }

  /** True or false in the query; false if it is not given. */
  public static boolean queryBool(ServerRequest request, String name) {
    String text = request.query().first(name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidFieldException(name, text, "true or false");
    };
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(name, text, "an integer");
    }
  }

  /** Refuses all methods; for a path that knows only those that were registered before. */
  public static Handler refuseAllBut(String methods) {
    return (request, response) -> {
      throw BadRequestException.noMethod(
          request.prologue().method().text(), request.prologue().uriPath().path(), methods);
    };
  }

  /**
   * The body as a JSON object, of at most {@link #MAX_BODY_BYTES}.
   *
   * @throws BadRequestException if it is too large, of another type, or not UTF-8
   * @throws dev.potok.protocol.JsonFormatException if it is not a JSON object
   */
  public static JsonFields body(ServerRequest request) {
    return body(request, MAX_BODY_BYTES);
  }

  /** The body as {@link #body(ServerRequest)}, of at most so many bytes. */
  public static JsonFields body(ServerRequest request, int maxBytes) {
    checkType(request);
    return JsonFields.parse(text(bytes(request, maxBytes)));
  }

  /** The body as {@link #body(ServerRequest)}; one that is missing is an object without fields. */
  public static JsonFields optionalBody(ServerRequest request) {
    byte[] bytes = bytes(request, MAX_BODY_BYTES);
    if (bytes.length == 0) {
      return JsonFields.parse("{}");
    }
    checkType(request);
    return JsonFields.parse(text(bytes));
  }

  /**
   * Checks a body of JSON that is read as a stream.
   *
   * @throws BadRequestException if it says that it is larger than that, or is of another type
   */
  public static void checkJson(ServerRequest request, long maxBytes) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw BadRequestException.tooLarge(maxBytes);
    }
    checkType(request);
  }

  private static void checkType(ServerRequest request) {
    String type =
        request.headers().contentType().map(HttpMediaType::mediaType).map(t -> t.text()).orElse("");
    if (!type.equalsIgnoreCase(JSON)) {
      throw BadRequestException.unsupportedType(type.isEmpty() ? "-" : type);
    }
  }

  private static byte[] bytes(ServerRequest request, int maxBytes) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw BadRequestException.tooLarge(maxBytes);
    }
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream body = request.content().inputStream()) {
      byte[] bytes = body.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw BadRequestException.tooLarge(maxBytes);
      }
      return bytes;
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | DataReader.InsufficientDataAvailableException e) {
      throw BadRequestException.unreadable("the body breaks off or is not in whole chunks");
    }
  }

  /** A body of broken UTF-8 is refused: what would be stored is not what was meant. */
  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw BadRequestException.unreadable("the body is not UTF-8");
    }
  }

  /** The language that the caller likes best of those that Potok speaks. */
  public static Language language(ServerRequest request) {
    String header = request.headers().first(HeaderNames.ACCEPT_LANGUAGE).orElse("");
    try {
      for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
        Optional<Language> language = Language.ofTag(range.getRange().split("-", 2)[0]);
        if (language.isPresent()) {
          return language.get();
        }
      }
    } catch (IllegalArgumentException e) {
      return Language.ENGLISH;
    }
    return Language.ENGLISH;
  }

  /** Whether the caller asks for JSON lines instead of Server-Sent Events. */
  public static boolean wantsJsonLines(ServerRequest request) {
    List<HttpMediaType> accepted = request.headers().acceptedTypes();
    for (HttpMediaType type : accepted) {
      if (type.text().startsWith("application/x-ndjson")) {
        return true;
      }
      if (type.text().startsWith("text/event-stream")) {
        return false;
      }
    }
    return false;
  }

  /** The event that the caller has read last: {@code Last-Event-ID}, or {@code after}. */
  public static OptionalLong lastEventId(ServerRequest request) {
    Optional<String> header = request.headers().first(HeaderNames.create("Last-Event-ID"));
    if (header.isPresent()) {
      try {
        long id = Long.parseLong(header.get().strip());
        return id < 0 ? OptionalLong.empty() : OptionalLong.of(id);
      } catch (NumberFormatException e) {
        // An id that this server never gave is a position that it does not know.
        return OptionalLong.empty();
      }
    }
    OptionalLong after = queryNumber(request, "after");
    if (after.isPresent() && after.getAsLong() < 0) {
      throw new InvalidFieldException("after", Long.toString(after.getAsLong()), "0 or more");
    }
    return after;
  }
}
