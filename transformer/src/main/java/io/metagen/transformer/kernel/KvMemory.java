package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Attention.Range;
import io.metagen.transformer.kernel.Convert.Grid;
import io.metagen.transformer.kernel.KvType.Places;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory for keys and values, as {@linkplain Matrix tiles} of products lie: for each layer, block
 * and head the keys [head width / g, block size, g], then the values [block size / g, head width,
 * g], then, for {@link KvType#INT8}, the keys' and the values' scales [2, block size], f32. The
 * group g is that of {@link Shape#products()}.
 */
public final class KvMemory implements AutoCloseable {

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

    /**
     * Returns what the attention multiplies in: numbers that are held in the same type are
     * multiplied as they lie there, others are turned into f32 first.
     */
    ElementType products() {
      return type == KvType.BF16 && blockSize % ElementType.BF16.group() == 0
          ? ElementType.BF16
          : ElementType.F32;
    }

    /** Returns the bytes of a group. */
    private int groupBytes() {
      return products().group() * type.bytes();
    }

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
    memory = Memory.zeros(shape.bytes(), arena);
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

  /**
   * Reads a byte of each line of neighbouring heads of a block, in order, so that the memory brings
   * them near as fast as it can; what copies them to tiles reads and writes in too many places.
   *
   * @return something that depends on what was read
   */
  int touch(int layer, int block, Range heads) {
    long end = address(layer, block, heads.end());
    int sum = 0;
    for (long line = address(layer, block, heads.first()); line < end; line += Memory.LINE) {
      sum += Memory.ALL.get(ValueLayout.JAVA_BYTE, line);
    }
    return sum;
  }

  private long valuesAt(long head) {
    return head + (long) shape.blockSize * shape.width * shape.type.bytes();
  }

  private long scalesAt(long head) {
    return head + 2L * shape.blockSize * shape.width * shape.type.bytes();
  }

  /** Writes one position's key, which begins at an index, into the head at an address. */
  void writeKey(long head, int position, float[] from, int at) {
    float factor = factor(head, position, from, at);
    int group = shape.products().group();
    int groupBytes = shape.groupBytes();
    long next = (long) shape.blockSize * groupBytes;
    for (int part = 0; part < group; part++) {
      long first = head + (long) position * groupBytes + (long) part * shape.type.bytes();
      Places places = new Places(at + part, group, first, next);
      shape.type.write(from, factor, shape.width / group, places);
    }
  }

  /** Writes one position's value, which begins at an index, into the head at an address. */
  void writeValue(long head, int position, float[] from, int at) {
    float factor = factor(head, shape.blockSize + position, from, at);
    int group = shape.products().group();
    int groupBytes = shape.groupBytes();
    long first =
        valuesAt(head)
            + (long) position / group * shape.width * groupBytes
            + (long) position % group * shape.type.bytes();
    shape.type.write(from, factor, shape.width, new Places(at, 1, first, groupBytes));
  }

  /** Returns what numbers are multiplied with to be held; notes what undoes it. */
  private float factor(long head, int scaleIndex, float[] from, int at) {
    if (shape.type != KvType.INT8) {
      return 1f;
    }
    float scale = Math.max(Convert.largest(from, at, shape.width) / STEPS, LEAST_SCALE);
    long address = scalesAt(head) + (long) Float.BYTES * scaleIndex;
    Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, scale);
    return 1f / scale;
  }

  /** Copies the keys of a block's first positions to rows of a tile, so many groups apart. */
  void readKeys(long head, int positions, long to, int stride) {
    int rows = shape.width / shape.products().group();
    long rowBytes = (long) shape.blockSize * shape.groupBytes();
    read(head, to, new Grid(rows, positions, rowBytes, 4L * stride));
    for (int row = 0; shape.type == KvType.INT8 && row < rows; row++) {
      Convert.multiply(to + 4L * row * stride, scalesAt(head), positions);
    }
  }

  /** Copies the values of a block's first positions to rows of a tile, so many groups apart. */
  void readValues(long head, int positions, long to, int stride) {
    int rows = Math.ceilDiv(positions, shape.products().group());
    long rowBytes = (long) shape.width * shape.groupBytes();
    read(valuesAt(head), to, new Grid(rows, shape.width, rowBytes, 4L * stride));
    for (int row = 0; shape.type == KvType.INT8 && row < rows; row++) {
      long scale = scalesAt(head) + (long) Float.BYTES * (shape.blockSize + row);
      float factor = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, scale);
      Convert.multiply(to + 4L * row * stride, factor, shape.width);
    }
  }

  /** Copies rows of groups, which are words in a tile. */
  private void read(long from, long to, Grid grid) {
    if (shape.groupBytes() == Float.BYTES) {
      Convert.words(from, to, grid);
      return;
    }
    for (int row = 0; row < grid.rows(); row++) {
      long source = from + row * grid.fromStride();
      long target = to + row * grid.toStride();
      if (shape.type == KvType.BF16) {
        Convert.bf16ToF32(source, target, grid.count());
      } else {
        Convert.int8ToF32(source, target, grid.count());
      }
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
