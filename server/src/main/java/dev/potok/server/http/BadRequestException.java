package dev.potok.server.http;

import dev.potok.protocol.PotokException;
import java.util.Optional;

/** A request that HTTP itself lets one refuse. */
public final class BadRequestException extends PotokException {
  private final int status;
  private final String code;
  private final String[] arguments;

  private BadRequestException(int status, String code, String... arguments) {
    super(code + ": " + String.join(", ", arguments));
    this.status = status;
    this.code = code;
    this.arguments = arguments;
  }

  /** The body has more bytes than are read of one. */
  public static BadRequestException tooLarge(long maxBytes) {
    return new BadRequestException(413, "body_too_large", Long.toString(maxBytes));
  }

  /** The body is of another media type than JSON. */
  public static BadRequestException unsupportedType(String type) {
    return new BadRequestException(415, "unsupported_media_type", type);
  }

  /** The body cannot be read. */
  public static BadRequestException unreadable(String why) {
    return new BadRequestException(400, "bad_request", why);
  }

  /** The request comes from a page that may not call. */
  public static BadRequestException foreignOrigin(String origin) {
    return new BadRequestException(403, "origin_not_allowed", origin);
  }

  /** The request names another server. */
  public static BadRequestException unknownHost(String host) {
    return new BadRequestException(421, "host_not_allowed", host);
  }

  /** The request comes from another machine, and the call is for this one alone. */
  public static BadRequestException notLocal(String path) {
    return new BadRequestException(403, "local_only", path);
  }

  /** There is nothing at the path. */
  public static BadRequestException noRoute(String path) {
    return new BadRequestException(404, "route_not_found", path);
  }

  /** The path knows other methods, as they stand in {@code Allow}. */
  public static BadRequestException noMethod(String method, String path, String allowed) {
    return new BadRequestException(405, "method_not_allowed", method, path, allowed);
  }

  /** The methods that the path knows, for a request of another one. */
  public Optional<String> allowed() {
    return status == 405 ? Optional.of(arguments[2]) : Optional.empty();
  }

  /** The status of the response. */
  public int status() {
    return status;
  }

  /** The code on the wire; stable. */
  public String code() {
    return code;
  }

  /** What fills the places of the code's sentence. */
  public Object[] arguments() {
    return arguments.clone();
  }
}
