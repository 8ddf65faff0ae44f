package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Set;

/**
 * One safetensors file, memory-mapped. Format: an eight-byte little-endian header length, the
 * header in JSON, then the data; see the format's specification at
 * github.com/huggingface/safetensors.
 */
final class SafetensorsFile implements AutoCloseable {
  private final MappedFile file;
  private final SafetensorsHeader header;
  private final long data;

  private SafetensorsFile(MappedFile file, SafetensorsHeader header, long data) {
    this.file = file;
    this.header = header;
    this.data = data;
  }

  /**
   * Returns the file with its header checked.
   *
   * @throws CheckpointException if it can't be read, is truncated or contradicts itself
   */
  static SafetensorsFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      long data = Long.BYTES + headerBytes(file);
      byte[] json = bytes(file, Long.BYTES, data).array();
      return new SafetensorsFile(
          file, SafetensorsHeader.parse(path, json, file.size() - data), data);
    } catch (CheckpointException e) {
      file.close();
      throw e;
    }
  }

  private static long headerBytes(MappedFile file) {
    if (file.size() < Long.BYTES) {
      throw new CheckpointException(file.path(), "header", "the file is shorter than 8 bytes");
    }
    long length = bytes(file, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long available = file.size() - Long.BYTES;
    if (length < 2 || length > available || length > SafetensorsHeader.MAX_BYTES) {
      throw new CheckpointException(
          file.path(),
          "header",
          "length "
              + Long.toUnsignedString(length)
              + " is outside 2 to "
              + Math.min(available, SafetensorsHeader.MAX_BYTES)
              + "; the file is truncated or no safetensors file");
    }
    return length;
  }

  private static ByteBuffer bytes(MappedFile file, long begin, long end) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - begin));
    file.read(begin, end, bytes::put);
    return bytes.flip();
  }

  Path path() {
    return file.path();
  }

  Set<String> names() {
    return header.tensors().keySet();
  }

  /** Throws if a tensor is missing or has another shape. */
  void check(TensorSpec spec) {
    entry(spec);
  }

  /** Returns the bytes that one of a tensor's values takes in the file. */
  int bytesPerValue(TensorSpec spec) {
    return entry(spec).dtype().bytes();
  }

  /** Appends a tensor's values to a buffer. */
  void read(TensorSpec spec, FloatBuffer to) {
    read(spec, 0, spec.size(), to);
  }

  /** Appends a tensor's values {@code first} to {@code first + count} to a buffer. */
  void read(TensorSpec spec, long first, long count, FloatBuffer to) {
    Objects.checkFromIndexSize(first, count, spec.size());
    SafetensorsHeader.Entry entry = entry(spec);
    long begin = data + entry.begin() + first * entry.dtype().bytes();
    long end = begin + count * entry.dtype().bytes();
    file.read(begin, end, bytes -> entry.dtype().decode(bytes, to));
  }

  /** Adds a tensor's name, format, shape and bytes to a hash. */
  void digest(TensorSpec spec, MessageDigest hash) {
    SafetensorsHeader.Entry entry = entry(spec);
    hash.update(entry.dtype().toString().getBytes(UTF_8));
    file.read(data + entry.begin(), data + entry.end(), hash::update);
  }

  private SafetensorsHeader.Entry entry(TensorSpec spec) {
    SafetensorsHeader.Entry entry = header.tensors().get(spec.name());
    if (entry == null) {
      throw new CheckpointException(path(), "tensor " + spec.name(), "is missing");
    }
    if (!entry.shape().equals(spec.shape())) {
      throw new CheckpointException(
          path(),
          "tensor " + spec.name(),
          "has shape " + entry.shape() + ", but config.json asks for " + spec.shape());
    }
    return entry;
  }

  @Override
  public void close() {
    file.close();
  }
}
