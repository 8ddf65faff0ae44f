package io.metagen.bench.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writes one GGUF file, version 3; the file appears whole or not at all. Format: magic, version,
 * number of tensors, number of keys, the keys with their values, the tensors' descriptions, then
 * the tensors, each at a multiple of {@link #ALIGNMENT}; see the format's specification at
 * github.com/ggml-org/ggml, docs/gguf.md.
 */
final class GgufFile {
  /** What readers assume where {@code general.alignment} is not given. */
  static final int ALIGNMENT = 32;

  private static final int VERSION = 3;
  private static final int UINT32 = 4;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;

  /** Numbers encoded at a time, a multiple of every format's block. */
  private static final int CHUNK = 1 << 18;

  private GgufFile() {}

  /**
   * Writes the file.
   *
   * @param metadata an {@link Integer} (as an unsigned number), {@link Float} or {@link String} for
   *     each key, in the order of the file
   */
  static void write(Path file, Map<String, Object> metadata, List<GgufTensor> tensors) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        write(out, ByteBuffer.wrap(header(metadata, tensors)));
        for (GgufTensor tensor : tensors) {
          pad(out);
          write(out, tensor);
        }
        pad(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] header(Map<String, Object> metadata, List<GgufTensor> tensors)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("GGUF");
    int32(out, VERSION);
    int64(out, tensors.size());
    int64(out, metadata.size());
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      string(out, entry.getKey());
      value(out, entry.getValue());
    }
    long offset = 0;
    for (GgufTensor tensor : tensors) {
      describe(out, tensor, offset);
      offset = aligned(offset + tensor.bytes());
    }
    return bytes.toByteArray();
  }

  private static void value(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case Integer number -> {
        int32(out, UINT32);
        int32(out, number);
      }
      case Float number -> {
        int32(out, FLOAT32);
        int32(out, Float.floatToIntBits(number));
      }
      case String text -> {
        int32(out, STRING);
        string(out, text);
      }
      default -> throw new IllegalArgumentException("metadata: " + value.getClass());
    }
  }

  private static void describe(DataOutputStream out, GgufTensor tensor, long offset)
      throws IOException {
    string(out, tensor.name());
    int32(out, tensor.shape().size());
    for (long dimension : tensor.shape().reversed()) {
      int64(out, dimension);
    }
    int32(out, tensor.type().id());
    int64(out, offset);
  }

  private static void write(FileChannel out, GgufTensor tensor) throws IOException {
    GgufType type = tensor.type();
    float[] values = tensor.values().get();
    if (values.length != tensor.size()) {
      throw new IllegalStateException(tensor.name() + ": " + values.length + " values");
    }
    for (int at = 0; at < values.length; at += CHUNK) {
      int end = Math.min(values.length, at + CHUNK);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(type.bytes(end - at))).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = at; i < end; i += type.block()) {
        type.encode(values, i, bytes);
      }
      write(out, bytes.flip());
    }
  }

  private static void pad(FileChannel out) throws IOException {
    long position = out.position();
    write(out, ByteBuffer.allocate((int) (aligned(position) - position)));
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    int64(out, bytes.length);
    out.write(bytes);
  }

  private static void int32(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }

  private static void int64(DataOutputStream out, long value) throws IOException {
    out.writeLong(Long.reverseBytes(value));
  }
}
