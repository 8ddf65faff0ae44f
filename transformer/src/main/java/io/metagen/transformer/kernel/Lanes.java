package io.metagen.transformer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this machine, and functions of them that give the same bits on every path. */
final class Lanes {
  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  /** Floats of a vector. */
  static final int L = F.length();

  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  /** As many shorts as there are floats in a vector. */
  static final VectorSpecies<Short> S =
      VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /** Bytes can be vectors only where as many of them as floats fill at least 64 bits. */
  static final boolean BYTES = L >= 8;

  static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, F.vectorBitSize() / 4)));

  static final float LOG2_E = (float) (1 / Math.log(2));

  /** Added to a float of less than 2^22, leaves it rounded in its last bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;
  private static final float LEAST_EXPONENT = -126f;
  private static final float GREATEST_EXPONENT = 127f;
  private static final float C1 = coefficient(1);
  private static final float C2 = coefficient(2);
  private static final float C3 = coefficient(3);
  private static final float C4 = coefficient(4);
  private static final float C5 = coefficient(5);
  private static final float C6 = coefficient(6);
  private static final float C7 = coefficient(7);

  private Lanes() {}

  /** The Taylor series of 2^x: ln(2)^n / n!; to the 7th, it is right to 1e-8 up to 1/2. */
  private static float coefficient(int n) {
    double term = 1;
    for (int i = 1; i <= n; i++) {
      term *= Math.log(2) / i;
    }
    return (float) term;
  }

  /** Returns the least multiple of the lanes that is no less than a width. */
  static int padded(int width) {
    return (width + L - 1) / L * L;
  }

  /**
   * Returns 2^x with a relative error below 3e-7; 0 below 2^-126, infinity above 2^127. (Vectors'
   * own max and min follow Java's rules for zeros and NaN, which take six instructions each.)
   */
  static FloatVector exp2(FloatVector x) {
    FloatVector rounded = x.add(ROUNDER);
    FloatVector f = x.sub(rounded.sub(ROUNDER));
    FloatVector p = FloatVector.broadcast(F, C7);
    p = p.fma(f, FloatVector.broadcast(F, C6)).fma(f, FloatVector.broadcast(F, C5));
    p = p.fma(f, FloatVector.broadcast(F, C4)).fma(f, FloatVector.broadcast(F, C3));
    p = p.fma(f, FloatVector.broadcast(F, C2)).fma(f, FloatVector.broadcast(F, C1));
    p = p.fma(f, FloatVector.broadcast(F, 1f));
    IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    FloatVector power = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    return power
        .blend(0f, x.compare(VectorOperators.LT, LEAST_EXPONENT))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, GREATEST_EXPONENT));
  }

  /** Returns whole numbers in the order of floats; applied twice, the floats' bits again. */
  static IntVector ordered(IntVector bits) {
    return bits.lanewise(
        VectorOperators.XOR,
        bits.lanewise(VectorOperators.ASHR, Integer.SIZE - 1).and(Integer.MAX_VALUE));
  }

  /** Returns the largest of the lanes. */
  static float largest(IntVector ordered) {
    int largest = ordered.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(largest ^ ((largest >> (Integer.SIZE - 1)) & Integer.MAX_VALUE));
  }

  /** Returns the sum of the lanes, always added in the same order. */
  static float sum(FloatVector v) {
    float sum = 0;
    for (int i = 0; i < L; i++) {
      sum += v.lane(i);
    }
    return sum;
  }
}
