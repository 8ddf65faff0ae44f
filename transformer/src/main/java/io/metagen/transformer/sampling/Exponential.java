package io.metagen.transformer.sampling;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * e^x of f64 numbers with a relative error below 2e-16, in vectors and one by one, the same bits in
 * both and whether the JIT has compiled them or not. (The Vector API's own EXP calls a library once
 * it is compiled and {@link Math#exp} before, whose bits differ.)
 *
 * <p>x = n ln 2 + r with a whole number n and |r| at most ln(2) / 2; e^r = 1 + r + r^2 q(r), with
 * the q of degree 9 that makes the relative error of the whole least (1.1e-17, found by Lawson's
 * reweighted least squares in 200 bits); the rest of the error is rounding.
 */
final class Exponential {

  static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

  /** Doubles of a vector. */
  static final int L = D.length();

  /** Below it the result is 0: the least x whose power is not subnormal. */
  private static final double LEAST = -708;

  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2 in two parts; the first ends in zeros, so that its product with n is exact. */
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Added to a number of less than 2^51, leaves it rounded in its last bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final int MANTISSA_BITS = 52;

  /** Of q, from the constant up. */
  private static final double Q0 = 0x1.000000000000ap-1;

  private static final double Q1 = 0x1.55555555554fap-3;
  private static final double Q2 = 0x1.5555555550886p-5;
  private static final double Q3 = 0x1.1111111127b9bp-7;
  private static final double Q4 = 0x1.6c16c184277a8p-10;
  private static final double Q5 = 0x1.a01a012a6d554p-13;
  private static final double Q6 = 0x1.a0199a1452457p-16;
  private static final double Q7 = 0x1.71df252cda3b7p-19;
  private static final double Q8 = 0x1.28ad6aca21ffbp-22;
  private static final double Q9 = 0x1.ad7f9609f42b1p-26;

  // Constants as vectors: made where they are used, they are so many calls that the JIT gives up
  // and makes each vector an object.
  private static final DoubleVector V_LOG2_E = all(LOG2_E);
  private static final DoubleVector V_ROUNDER = all(ROUNDER);
  private static final DoubleVector V_LN2_HIGH = all(-LN2_HIGH);
  private static final DoubleVector V_LN2_LOW = all(-LN2_LOW);
  private static final DoubleVector V_LEAST = all(LEAST);
  private static final DoubleVector V_0 = all(0);
  private static final DoubleVector V_1 = all(1);
  private static final DoubleVector V_Q0 = all(Q0);
  private static final DoubleVector V_Q1 = all(Q1);
  private static final DoubleVector V_Q2 = all(Q2);
  private static final DoubleVector V_Q3 = all(Q3);
  private static final DoubleVector V_Q4 = all(Q4);
  private static final DoubleVector V_Q5 = all(Q5);
  private static final DoubleVector V_Q6 = all(Q6);
  private static final DoubleVector V_Q7 = all(Q7);
  private static final DoubleVector V_Q8 = all(Q8);
  private static final DoubleVector V_Q9 = all(Q9);

  private Exponential() {}

  /** Returns e^x of numbers up to 0; 0 below -708. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector rounded = x.fma(V_LOG2_E, V_ROUNDER);
    DoubleVector n = rounded.sub(V_ROUNDER);
    DoubleVector r = n.fma(V_LN2_LOW, n.fma(V_LN2_HIGH, x));
    DoubleVector q = V_Q9.fma(r, V_Q8).fma(r, V_Q7).fma(r, V_Q6).fma(r, V_Q5).fma(r, V_Q4);
    q = q.fma(r, V_Q3).fma(r, V_Q2).fma(r, V_Q1).fma(r, V_Q0);
    DoubleVector p = q.fma(r, V_1).fma(r, V_1);
    DoubleVector power =
        p.reinterpretAsLongs()
            .add(rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles();
    return power.blend(V_0, x.compare(VectorOperators.LT, V_LEAST));
  }

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(D, value);
  }

  /** Returns e^x of a number up to 0; 0 below -708. */
  static double exp(double x) {
    if (x < LEAST) {
      return 0;
    }
    double rounded = Math.fma(x, LOG2_E, ROUNDER);
    double n = rounded - ROUNDER;
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    double q = Math.fma(Math.fma(Q9, r, Q8), r, Q7);
    q = Math.fma(Math.fma(q, r, Q6), r, Q5);
    q = Math.fma(Math.fma(q, r, Q4), r, Q3);
    q = Math.fma(Math.fma(q, r, Q2), r, Q1);
    q = Math.fma(q, r, Q0);
    double p = Math.fma(Math.fma(q, r, 1), r, 1);
    long exponent = Double.doubleToRawLongBits(rounded) << MANTISSA_BITS;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(p) + exponent);
  }

  /** Replaces the first numbers of an array, all up to 0, by their powers. */
  static void apply(double[] x, int count) {
    int i = 0;
    for (; i + L <= count; i += L) {
      exp(DoubleVector.fromArray(D, x, i)).intoArray(x, i);
    }
    for (; i < count; i++) {
      x[i] = exp(x[i]);
    }
  }
}
