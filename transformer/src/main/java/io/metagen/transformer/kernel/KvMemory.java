package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Convert.Grid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory for keys and values: for each layer, block and head the keys [head width, block size], so
 * that a vector holds one dimension of neighbouring positions, then the values [block size, head
 * width], then, for {@link KvType#INT8}, the keys' and the values' scales [2, block size], f32.
 */
public final class KvMemory implements AutoCloseable {

  /** Room after the end, since vectors may read beyond a last number. */
  private static final int SLACK = 64;

  /**
   * The sizes of a pool.
   *
   * @param layers of the network
   * @param blocks of each layer
   * @param blockSize positions of a block
   * @param heads of keys and values
   * @param width of a head
   * @param type of the numbers
   */
  public record Shape(int layers, int blocks, int blockSize, int heads, int width, KvType type) {

    private long headBytes() {
      long scales = type == KvType.INT8 ? 2L * blockSize * Float.BYTES : 0;
      return 2L * blockSize * width * type.bytes() + scales;
    }

    private long blockBytes() {
      return heads * headBytes();
    }

    /** Returns the memory that they take. */
    public long bytes() {
      return Math.multiplyExact((long) layers * blocks, blockBytes());
    }
  }

  private static final float STEPS = 127f;
  private static final float LEAST_SCALE = 1e-30f;

  private final Shape shape;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  /** Takes memory as blocks are written to. */
  public KvMemory(Shape shape) {
    this.shape = shape;
    memory = Memory.zeros(shape.bytes() + SLACK, arena);
  }

  public Shape shape() {
    return shape;
  }

  /** Copies a block in every layer. */
  public void copyBlock(int from, int to) {
    for (int layer = 0; layer < shape.layers; layer++) {
      MemorySegment.copy(memory, at(layer, from, 0), memory, at(layer, to, 0), shape.blockBytes());
    }
  }

  private long at(int layer, int block, int head) {
    return ((long) layer * shape.blocks + block) * shape.blockBytes() + head * shape.headBytes();
  }

  /** Returns the address of a block's head. */
  long address(int layer, int block, int head) {
    return memory.address() + at(layer, block, head);
  }

  private long valuesAt(long head) {
    return head + (long) shape.blockSize * shape.width * shape.type.bytes();
  }

  private long scalesAt(long head) {
    return head + 2L * shape.blockSize * shape.width * shape.type.bytes();
  }

  /** Writes one position's key, which begins at an index, into the head at an address. */
  void writeKey(long head, int position, float[] from, int at) {
    long first = head + (long) position * shape.type.bytes();
    write(new Target(head, first, shape.blockSize, position), from, at);
  }

  /** Writes one position's value, which begins at an index, into the head at an address. */
  void writeValue(long head, int position, float[] from, int at) {
    long first = valuesAt(head) + (long) position * shape.width * shape.type.bytes();
    write(new Target(head, first, 1, shape.blockSize + position), from, at);
  }

  /** Where a key or value goes: its first number, numbers between neighbours, its scale's index. */
  private record Target(long head, long first, int stride, int scale) {}

  private void write(Target target, float[] from, int at) {
    float scale = 1f;
    if (shape.type == KvType.INT8) {
      scale = Math.max(Convert.largest(from, at, shape.width) / STEPS, LEAST_SCALE);
      long address = scalesAt(target.head) + (long) Float.BYTES * target.scale;
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, scale);
    }
    long step = (long) target.stride * shape.type.bytes();
    for (int d = 0; d < shape.width; d++) {
      shape.type.write(target.first + d * step, from[at + d] / scale);
    }
  }

  /** Reads a block's keys to the places {@code [at + d * stride + position]}. */
  void readKeys(long head, float[] to, int at, int stride) {
    Grid grid = new Grid(shape.width, shape.blockSize, at, stride);
    shape.type.read(head, to, grid.joined());
    if (shape.type == KvType.INT8) {
      Convert.multiplyByColumn(to, grid, scales(head, 0));
    }
  }

  /** Reads a block's values to the places {@code [at + position * stride + d]}. */
  void readValues(long head, float[] to, int at, int stride) {
    Grid grid = new Grid(shape.blockSize, shape.width, at, stride);
    shape.type.read(valuesAt(head), to, grid.joined());
    if (shape.type == KvType.INT8) {
      Convert.multiplyByRow(to, grid, scales(head, shape.blockSize));
    }
  }

  private float[] scales(long head, int first) {
    float[] scales = new float[shape.blockSize];
    Convert.fromF32(scalesAt(head) + (long) Float.BYTES * first, scales, 0, shape.blockSize);
    return scales;
  }

  @Override
  public void close() {
    arena.close();
  }
}
