package io.metagen.transformer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A file of any size, read through windows of a memory map. A window is unmapped after its use, so
 * what was read does not go on counting as the process's memory.
 */
final class MappedFile implements AutoCloseable {
  private static final long WINDOW_BYTES = 1 << 24;

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private MappedFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Returns a file of the size that it has now.
   *
   * @throws CheckpointException if it can't be read
   */
  static MappedFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new MappedFile(path, channel, channel.size());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  Path path() {
    return path;
  }

  /** Returns the file's size in bytes. */
  long size() {
    return size;
  }

  /**
   * Hands the bytes from {@code begin} to {@code end} over, part by part, little-endian; a part is
   * gone when {@code use} returns.
   *
   * @throws CheckpointException if they can't be read
   */
  void read(long begin, long end, Consumer<ByteBuffer> use) {
    for (long at = begin; at < end; at += WINDOW_BYTES) {
      try (Arena arena = Arena.ofConfined()) {
        long length = Math.min(WINDOW_BYTES, end - at);
        MemorySegment window = channel.map(FileChannel.MapMode.READ_ONLY, at, length, arena);
        use.accept(window.asByteBuffer().order(LITTLE_ENDIAN));
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
  }

  private static CheckpointException unreadable(Path path, IOException e) {
    return new CheckpointException(path, "", "can't be read: " + e, e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
