package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;

/** The binary events of Amazon's streams. */
final class AwsEvents {

  /** What a header's value is that is a text. */
  private static final int TEXT = 7;

  /** Two lengths and their checksum. */
  private static final int PRELUDE_BYTES = 12;

  private static final int CHECKSUM_BYTES = 4;

  private final ByteArrayOutputStream events = new ByteArrayOutputStream();

  /** Adds an event with a payload of JSON. */
  AwsEvents add(String type, String payload) throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":event-type", type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", "event");
    byte[] content = payload.getBytes(UTF_8);
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(event);
    out.writeInt(PRELUDE_BYTES + headers.size() + content.length + CHECKSUM_BYTES);
    out.writeInt(headers.size());
    out.writeInt(checksum(event));
    out.write(headers.toByteArray());
    out.write(content);
    out.writeInt(checksum(event));
    events.writeBytes(event.toByteArray());
    return this;
  }

  byte[] bytes() {
    return events.toByteArray();
  }

  private static void header(ByteArrayOutputStream headers, String name, String value)
      throws IOException {
    DataOutputStream out = new DataOutputStream(headers);
    out.writeByte(name.length());
    out.write(name.getBytes(UTF_8));
    out.writeByte(TEXT);
    out.writeShort(value.length());
    out.write(value.getBytes(UTF_8));
  }

  private static int checksum(ByteArrayOutputStream bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.toByteArray());
    return (int) checksum.getValue();
  }
}
