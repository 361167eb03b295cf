package dev.potok.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.JsonText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two requests under one {@code client_message_id} ask for the same. Stateless. */
final class SendDigest {

  private SendDigest() {}

  /** The SHA-256 of the fields that a user chose, in hexadecimal. */
  static String of(Answers.Request request) {
    JsonText json = JsonText.object();
    request.content().ifPresent(content -> json.field("content", content));
    request.parentId().ifPresent(id -> json.field("parent_id", id));
    request.versionOf().ifPresent(id -> json.field("version_of", id));
    request.continues().ifPresent(id -> json.field("continues", id));
    request.model().ifPresent(model -> json.field("model", model));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.done().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
