package io.metagen.transformer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/**
 * One memory-mapped safetensors file. Format: an eight-byte little-endian header length, the header
 * in JSON, then the data; see the format's specification at github.com/huggingface/safetensors.
 */
final class SafetensorsFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 26;

  private final Path path;
  private final Arena arena;
  private final SafetensorsHeader header;
  private final MemorySegment data;

  private SafetensorsFile(Path path, Arena arena, SafetensorsHeader header, MemorySegment data) {
    this.path = path;
    this.arena = arena;
    this.header = header;
    this.data = data;
  }

  /**
   * Returns the file with its header checked.
   *
   * @throws CheckpointException if it can't be read, is truncated or contradicts itself
   */
  static SafetensorsFile open(Path path) {
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      long headerBytes = headerBytes(path, file);
      byte[] json = file.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
      MemorySegment data = file.asSlice(Long.BYTES + headerBytes);
      return new SafetensorsFile(
          path, arena, SafetensorsHeader.parse(path, json, data.byteSize()), data);
    } catch (IOException e) {
      arena.close();
      throw new CheckpointException(path, "", "can't be read: " + e, e);
    } catch (CheckpointException e) {
      arena.close();
      throw e;
    }
  }

  private static long headerBytes(Path path, MemorySegment file) {
    if (file.byteSize() < Long.BYTES) {
      throw new CheckpointException(path, "header", "the file is shorter than 8 bytes");
    }
    long length = file.asSlice(0, Long.BYTES).asByteBuffer().order(LITTLE_ENDIAN).getLong();
    long available = file.byteSize() - Long.BYTES;
    if (length < 2 || length > available || length > SafetensorsHeader.MAX_BYTES) {
      throw new CheckpointException(
          path,
          "header",
          "length "
              + Long.toUnsignedString(length)
              + " is outside 2 to "
              + Math.min(available, SafetensorsHeader.MAX_BYTES)
              + "; the file is truncated or no safetensors file");
    }
    return length;
  }

  Path path() {
    return path;
  }

  Set<String> names() {
    return header.tensors().keySet();
  }

  /** Throws if a tensor is missing or has another shape. */
  void check(TensorSpec spec) {
    entry(spec);
  }

  /** Appends a tensor's values to a buffer, which must have room for exactly its size. */
  void read(TensorSpec spec, FloatBuffer to) {
    SafetensorsHeader.Entry entry = entry(spec);
    for (long at = entry.begin(); at < entry.end(); at += CHUNK_BYTES) {
      entry.dtype().decode(bytes(at, Math.min(CHUNK_BYTES, entry.end() - at)), to);
    }
  }

  /** Adds a tensor's name, format, shape and bytes to a hash. */
  void digest(TensorSpec spec, MessageDigest hash) {
    SafetensorsHeader.Entry entry = entry(spec);
    hash.update(entry.dtype().toString().getBytes(UTF_8));
    for (long at = entry.begin(); at < entry.end(); at += CHUNK_BYTES) {
      hash.update(bytes(at, Math.min(CHUNK_BYTES, entry.end() - at)));
    }
  }

  private SafetensorsHeader.Entry entry(TensorSpec spec) {
    SafetensorsHeader.Entry entry = header.tensors().get(spec.name());
    if (entry == null) {
      throw new CheckpointException(path, "tensor " + spec.name(), "is missing");
    }
    if (!entry.shape().equals(spec.shape())) {
      throw new CheckpointException(
          path,
          "tensor " + spec.name(),
          "has shape " + entry.shape() + ", but config.json asks for " + spec.shape());
    }
    return entry;
  }

  private ByteBuffer bytes(long at, long length) {
    return data.asSlice(at, length).asByteBuffer().order(LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    arena.close();
  }
}
