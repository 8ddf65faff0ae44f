package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.I;
import static io.metagen.transformer.kernel.Lanes.L;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Products in Java, for processors that {@link MicroKernels} has no code for. */
final class VectorProduct implements TileProduct {
  private final ElementType type;

  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int BF16_SHIFT = 16;
  private static final int BF16_HIGH = 0xFFFF0000;

  VectorProduct(ElementType type) {
    this.type = type;
  }

  @Override
  public void multiply(Extent extent, Addresses at) {
    for (int row = 0; row < extent.rows(); row++) {
      long left = at.rows() + (long) row * extent.stride() * type.bytes();
      for (int column = 0; column < extent.columns(); column += L) {
        long sums = at.sums() + 4L * ((long) row * extent.sumsStride() + column);
        Addresses own =
            new Addresses(left, at.tile() + (long) column * type.group() * type.bytes(), sums, 0);
        switch (type) {
          case F32 -> f32(extent, own);
          case BF16 -> bf16(extent, own);
          case INT8 -> int8(extent, own);
        }
      }
    }
  }

  private static void f32(Extent extent, Addresses at) {
    FloatVector sums = before(extent, at);
    long tile = at.tile();
    for (int i = 0; i < extent.inputs(); i++) {
      float x = Memory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at.rows() + 4L * i);
      FloatVector w = FloatVector.fromMemorySegment(F, Memory.ALL, tile, NATIVE);
      sums = w.fma(FloatVector.broadcast(F, x), sums);
      tile += 4L * extent.tileStride();
    }
    sums.intoMemorySegment(Memory.ALL, at.sums(), NATIVE);
  }

  /** Two inputs of an output lie in the halves of 32 bits. */
  private static void bf16(Extent extent, Addresses at) {
    FloatVector sums = before(extent, at);
    long tile = at.tile();
    for (int i = 0; i < extent.inputs(); i += 2) {
      int x = Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, at.rows() + 2L * i);
      IntVector w = IntVector.fromMemorySegment(I, Memory.ALL, tile, NATIVE);
      FloatVector low = w.lanewise(VectorOperators.LSHL, BF16_SHIFT).reinterpretAsFloats();
      FloatVector high = w.and(BF16_HIGH).reinterpretAsFloats();
      sums = low.fma(FloatVector.broadcast(F, Float.intBitsToFloat(x << BF16_SHIFT)), sums);
      sums = high.fma(FloatVector.broadcast(F, Float.intBitsToFloat(x & BF16_HIGH)), sums);
      tile += 4L * extent.tileStride();
    }
    sums.intoMemorySegment(Memory.ALL, at.sums(), NATIVE);
  }

  private static FloatVector before(Extent extent, Addresses at) {
    return extent.add()
        ? FloatVector.fromMemorySegment(F, Memory.ALL, at.sums(), NATIVE)
        : FloatVector.zero(F);
  }

  /** Four inputs of an output lie in the bytes of 32 bits. */
  private static void int8(Extent extent, Addresses at) {
    IntVector sums =
        extent.add()
            ? IntVector.fromMemorySegment(I, Memory.ALL, at.sums(), NATIVE)
            : IntVector.zero(I);
    long tile = at.tile();
    for (int i = 0; i < extent.inputs(); i += 4) {
      IntVector w = IntVector.fromMemorySegment(I, Memory.ALL, tile, NATIVE);
      for (int k = 0; k < 4; k++) {
        int x = Memory.ALL.get(ValueLayout.JAVA_BYTE, at.rows() + i + k) & 0xFF;
        int up = Integer.SIZE - Byte.SIZE * (k + 1);
        IntVector weights =
            w.lanewise(VectorOperators.LSHL, up)
                .lanewise(VectorOperators.ASHR, Integer.SIZE - Byte.SIZE);
        sums = sums.add(weights.mul(x));
      }
      tile += 4L * extent.tileStride();
    }
    sums.intoMemorySegment(Memory.ALL, at.sums(), NATIVE);
  }
}
