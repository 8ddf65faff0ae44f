package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/** Writes a safetensors file; the file appears whole or not at all. */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /** One tensor to write: its name and shape, and as many values as the shape has, when asked. */
  record Tensor(TensorSpec spec, Supplier<FloatBuffer> source) {

    Tensor(TensorSpec spec, FloatBuffer values) {
      this(spec, values::duplicate);
    }
  }

  static void write(Path file, SafetensorsDtype dtype, List<Tensor> tensors) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        byte[] header = header(dtype, tensors);
        write(out, littleEndian(Long.BYTES).putLong(header.length).flip());
        write(out, ByteBuffer.wrap(header));
        for (Tensor tensor : tensors) {
          write(out, encode(dtype, tensor.source().get()));
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static byte[] header(SafetensorsDtype dtype, List<Tensor> tensors) {
    ObjectNode json = JsonKeys.MAPPER.createObjectNode();
    json.putObject("__metadata__").put("format", "pt");
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = json.putObject(tensor.spec().name()).put("dtype", dtype.name());
      tensor.spec().shape().forEach(entry.withArray("shape")::add);
      long end = at + tensor.spec().size() * dtype.bytes();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String text = json.toString();
    int padding = Math.floorMod(-text.getBytes(UTF_8).length, ALIGNMENT);
    return (text + " ".repeat(padding)).getBytes(UTF_8);
  }

  private static ByteBuffer encode(SafetensorsDtype dtype, FloatBuffer values) {
    ByteBuffer bytes = littleEndian(Math.multiplyExact(values.remaining(), dtype.bytes()));
    while (values.hasRemaining()) {
      dtype.encode(values.get(), bytes);
    }
    return bytes.flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
