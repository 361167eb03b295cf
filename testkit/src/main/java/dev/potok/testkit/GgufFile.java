package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A GGUF file that is being put together: key-value pairs and tensors of 32-bit floats. One thread.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>
 */
final class GgufFile {
  private static final int VERSION = 3;

  /** "ALIGNMENT … Some writers may not write the alignment. If not specified, assume it is 32." */
  private static final int ALIGNMENT = 32;

  private static final int TYPE_UINT32 = 4;
  private static final int TYPE_INT32 = 5;
  private static final int TYPE_FLOAT32 = 6;
  private static final int TYPE_BOOL = 7;
  private static final int TYPE_STRING = 8;
  private static final int TYPE_ARRAY = 9;
  private static final int TENSOR_F32 = 0;

  private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private long pairCount;
  private long tensorCount;

  void text(String key, String value) {
    key(key, TYPE_STRING);
    string(pairs, value);
  }

  void number(String key, int value) {
    key(key, TYPE_UINT32);
    int32(pairs, value);
  }

  void real(String key, float value) {
    key(key, TYPE_FLOAT32);
    int32(pairs, Float.floatToIntBits(value));
  }

  void flag(String key, boolean value) {
    key(key, TYPE_BOOL);
    pairs.write(value ? 1 : 0);
  }

  void texts(String key, String[] array) {
    array(key, TYPE_STRING, array.length);
    for (String value : array) {
      string(pairs, value);
    }
  }

  void numbers(String key, int[] array) {
    array(key, TYPE_INT32, array.length);
    for (int value : array) {
      int32(pairs, value);
    }
  }

  void reals(String key, float[] array) {
    array(key, TYPE_FLOAT32, array.length);
    for (float value : array) {
      int32(pairs, Float.floatToIntBits(value));
    }
  }

  /** Adds a tensor; the first dimension is the one whose elements lie side by side. */
  void tensor(String name, float[] elements, int... dimensions) {
    tensorCount++;
    string(tensors, name);
    int32(tensors, dimensions.length);
    for (int dimension : dimensions) {
      int64(tensors, dimension);
    }
    int32(tensors, TENSOR_F32);
    int64(tensors, values.size());
    ByteBuffer bytes =
        ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(elements);
    values.writeBytes(bytes.array());
    align(values);
  }

  void write(Path file) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes("GGUF".getBytes(UTF_8));
    int32(whole, VERSION);
    int64(whole, tensorCount);
    int64(whole, pairCount);
    pairs.writeTo(whole);
    tensors.writeTo(whole);
    align(whole);
    values.writeTo(whole);
    Files.write(file, whole.toByteArray());
  }

  private void key(String key, int type) {
    pairCount++;
    string(pairs, key);
    int32(pairs, type);
  }

  private void array(String key, int elementType, int length) {
    key(key, TYPE_ARRAY);
    int32(pairs, elementType);
    int64(pairs, length);
  }

  private static void align(ByteArrayOutputStream out) {
    while (out.size() % ALIGNMENT != 0) {
      out.write(0);
    }
  }

  private static void string(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    int64(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
