package dev.potok.server;

import dev.potok.protocol.PotokException;
import java.util.Optional;

/** A request that HTTP itself lets one refuse. */
final class BadRequestException extends PotokException {
  private final int status;
  private final String code;
  private final String[] arguments;

  private BadRequestException(int status, String code, String... arguments) {
    super(code + ": " + String.join(", ", arguments));
    this.status = status;
    this.code = code;
    this.arguments = arguments;
  }

  static BadRequestException tooLarge() {
    return new BadRequestException(
        413, "body_too_large", Integer.toString(ServerSettings.MAX_BODY_BYTES));
  }

  static BadRequestException unsupportedType(String type) {
    return new BadRequestException(415, "unsupported_media_type", type);
  }

  static BadRequestException unreadable(String why) {
    return new BadRequestException(400, "bad_request", why);
  }

  static BadRequestException foreignOrigin(String origin) {
    return new BadRequestException(403, "origin_not_allowed", origin);
  }

  static BadRequestException unknownHost(String host) {
    return new BadRequestException(421, "host_not_allowed", host);
  }

  static BadRequestException noRoute(String path) {
    return new BadRequestException(404, "route_not_found", path);
  }

  /** The path knows other methods, as they stand in {@code Allow}. */
  static BadRequestException noMethod(String method, String path, String allowed) {
    return new BadRequestException(405, "method_not_allowed", method, path, allowed);
  }

  /** The methods that the path knows, for a request of another one. */
  Optional<String> allowed() {
    return status == 405 ? Optional.of(arguments[2]) : Optional.empty();
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Object[] arguments() {
    return arguments.clone();
  }
}
