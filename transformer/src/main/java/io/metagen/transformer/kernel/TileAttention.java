package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.L;

import io.metagen.transformer.kernel.SeenRows.Sights;
import io.metagen.transformer.kernel.TileProduct.Addresses;
import io.metagen.transformer.kernel.TileProduct.Extent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The attention of query rows to tiles, two products with a softmax between them that is carried
 * from tile to tile (Milakov and Gimelshein 2018; Dao et al. 2022, section 3.1). Each row's sums
 * are taken in the same order whichever rows go together. Owned by one thread.
 */
final class TileAttention {

  /** Rows that go together at most. */
  static final int ROWS = 64;

  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int BF16_SHIFT = 16;
  private static final int BF16_HALF = 0x8000;

  private final ElementType type;
  private final TileProduct product;
  private final int width;
  private final int padded;

  /** Of each row the scores, turned into weights of the type at the row's start. */
  private final MemorySegment scores;

  private final MemorySegment results;
  private final float[] rescales = new float[ROWS];

  /**
   * Takes memory.
   *
   * @param arena ends it
   */
  TileAttention(KvMemory.Shape shape, Arena arena) {
    type = shape.products();
    product = TileProduct.of(type);
    width = shape.width();
    padded = Lanes.padded(width);
    scores = Memory.zeros((long) ROWS * Tile.POSITIONS * Float.BYTES, arena);
    results = Memory.zeros((long) ROWS * padded * Float.BYTES, arena);
  }

  /** Adds a tile to neighbouring rows from {@code row} on. */
  void attend(Tile tile, QueryRows rows, int row, Sights sights) {
    int count = sights.count();
    int positions = tile.positions();
    product.multiply(
        new Extent(count, positions, width, width, Tile.POSITIONS, positions, false),
        new Addresses(rows.query(row), tile.keys(), scores.address(), 0));
    for (int i = 0; i < count; i++) {
      long own = scores.address() + (long) i * positions * Float.BYTES;
      int end = Lanes.padded(sights.to()[sights.first() + i]);
      hide(own, 0, sights.from()[sights.first() + i]);
      hide(own, sights.to()[sights.first() + i], end);
      rescales[i] = weigh(rows, row + i, own, end);
      clear(own + (long) end * type.bytes(), own + (long) positions * type.bytes());
    }
    product.multiply(
        new Extent(count, padded, positions, positions * type.group(), padded, padded, false),
        new Addresses(scores.address(), tile.values(), results.address(), 0));
    add(rows.sums(), row * padded, count);
  }

  /** Takes the scores of positions [from, to) out of account. */
  private static void hide(long scores, int from, int to) {
    for (long score = scores + 4L * from; score < scores + 4L * to; score += Float.BYTES) {
      Memory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, score, Float.NEGATIVE_INFINITY);
    }
  }

  private static void clear(long from, long to) {
    for (long word = from; word < to; word += Float.BYTES) {
      Memory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, word, 0);
    }
  }

  /** Turns a row's scores into weights, and returns what its sums so far must be multiplied by. */
  private float weigh(QueryRows rows, int row, long scores, int end) {
    float before = rows.largest()[row];
    float largest = Math.max(before, largest(scores, end));
    float rescale = 1f;
    if (largest > before) {
      rows.largest()[row] = largest;
      rescale = Lanes.exp2(FloatVector.broadcast(F, before - largest)).lane(0);
      FloatVector.fromArray(F, rows.divisors(), row * L)
          .mul(rescale)
          .intoArray(rows.divisors(), row * L);
    }
    if (type == ElementType.F32) {
      weighF32(rows, row, scores, end);
    } else {
      weighBf16(rows, row, scores, end);
    }
    return rescale;
  }

  private static float largest(long scores, int end) {
    FloatVector most = vector(scores);
    for (int p = L; p < end; p += L) {
      FloatVector others = vector(scores + 4L * p);
      most = most.blend(others, others.compare(VectorOperators.GT, most));
    }
    return Lanes.largest(Lanes.ordered(most.reinterpretAsInts()));
  }

  private static FloatVector vector(long address) {
    return FloatVector.fromMemorySegment(F, Memory.ALL, address, NATIVE);
  }

  private static void weighF32(QueryRows rows, int row, long scores, int end) {
    float largest = rows.largest()[row];
    FloatVector divisor = FloatVector.fromArray(F, rows.divisors(), row * L);
    for (int p = 0; p < end; p += L) {
      FloatVector weights = Lanes.exp2(vector(scores + 4L * p).sub(largest));
      weights.intoMemorySegment(Memory.ALL, scores + 4L * p, NATIVE);
      divisor = divisor.add(weights);
    }
    divisor.intoArray(rows.divisors(), row * L);
  }

  /** Halves round up. The divisor is the sum of what is multiplied with the values. */
  private static void weighBf16(QueryRows rows, int row, long scores, int end) {
    float largest = rows.largest()[row];
    FloatVector divisor = FloatVector.fromArray(F, rows.divisors(), row * L);
    for (int p = 0; p < end; p += L) {
      FloatVector weights = Lanes.exp2(vector(scores + 4L * p).sub(largest));
      IntVector rounded =
          weights.reinterpretAsInts().add(BF16_HALF).lanewise(VectorOperators.LSHR, BF16_SHIFT);
      ((ShortVector) rounded.convertShape(VectorOperators.I2S, Lanes.S, 0))
          .intoMemorySegment(Memory.ALL, scores + 2L * p, NATIVE);
      divisor =
          divisor.add(rounded.lanewise(VectorOperators.LSHL, BF16_SHIFT).reinterpretAsFloats());
    }
    divisor.intoArray(rows.divisors(), row * L);
  }

  /** Adds the results of some rows to their sums, from an index on. */
  private void add(float[] sums, int at, int count) {
    for (int i = 0; i < count; i++) {
      FloatVector rescale = FloatVector.broadcast(F, rescales[i]);
      int row = i * padded;
      for (int d = row; d < row + padded; d += L) {
        FloatVector.fromArray(F, sums, at + d)
            .fma(rescale, vector(results.address() + (long) d * Float.BYTES))
            .intoArray(sums, at + d);
      }
    }
  }

  /** Returns the sum of the weights at positions [from, to), of the row that was at a place. */
  float weight(Tile tile, int place, int from, int to) {
    long row = scores.address() + (long) place * tile.positions() * Float.BYTES;
    float sum = 0;
    for (int p = from; p < to; p++) {
      sum +=
          type == ElementType.F32
              ? Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, row + (long) p * Float.BYTES)
              : bf16(row + (long) p * Short.BYTES);
    }
    return sum;
  }

  private static float bf16(long address) {
    short bits = Memory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    return Float.intBitsToFloat(bits << BF16_SHIFT);
  }
}
