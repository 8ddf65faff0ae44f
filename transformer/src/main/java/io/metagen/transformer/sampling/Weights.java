package io.metagen.transformer.sampling;

import static jdk.incubator.vector.DoubleVector.broadcast;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * How logits become weights: e^(scale (logit - max)) in f64, with a relative error of the power
 * below 2e-16, the same bits in vectors and one by one and whether the JIT has compiled them or
 * not. (The Vector API's own EXP calls a library once it is compiled and {@link Math#exp} before,
 * whose bits differ.)
 *
 * <p>x = n ln 2 + r with a whole number n and |r| at most ln(2) / 2; e^r = 1 + r + r^2 q(r), with
 * the q of degree 9 that makes the relative error of the whole least (1.1e-17, found by Lawson's
 * reweighted least squares in 200 bits); the rest of the error is rounding.
 *
 * @param max no logit is larger
 * @param scale of the differences to it
 * @param least weight, smaller ones are 0
 */
record Weights(float max, double scale, double least) {

  static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

  /** Doubles of a vector. */
  private static final int L = D.length();

  /** Below it the power is 0: the least whole x whose power is not subnormal. */
  private static final double LEAST_EXPONENT = -708;

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

  /**
   * Writes the weights of logits to the start of an array; returns their sum. (All in one method,
   * because the JIT makes each vector an object where it happens not to inline a part of it, or
   * where it meets the polynomial twice.)
   */
  double of(LogitRow logits, double[] into) {
    MemorySegment memory = logits.memory();
    long offset = logits.offset();
    DoubleVector most = broadcast(D, max);
    DoubleVector times = broadcast(D, scale);
    DoubleVector bound = broadcast(D, least);
    DoubleVector sums = broadcast(D, 0);
    int whole = logits.count() / L * L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector z = LogitRow.doubles(memory, offset + (long) Float.BYTES * i);
      DoubleVector x = z.sub(most).mul(times);
      DoubleVector rounded = x.fma(broadcast(D, LOG2_E), broadcast(D, ROUNDER));
      DoubleVector n = rounded.sub(ROUNDER);
      DoubleVector r = n.fma(broadcast(D, -LN2_HIGH), x);
      r = n.fma(broadcast(D, -LN2_LOW), r);
      DoubleVector q = broadcast(D, Q9).fma(r, broadcast(D, Q8)).fma(r, broadcast(D, Q7));
      q = q.fma(r, broadcast(D, Q6)).fma(r, broadcast(D, Q5)).fma(r, broadcast(D, Q4));
      q = q.fma(r, broadcast(D, Q3)).fma(r, broadcast(D, Q2)).fma(r, broadcast(D, Q1));
      q = q.fma(r, broadcast(D, Q0)).fma(r, broadcast(D, 1)).fma(r, broadcast(D, 1));
      DoubleVector w =
          q.reinterpretAsLongs()
              .add(rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
              .reinterpretAsDoubles();
      w = w.blend(0, x.compare(VectorOperators.LT, LEAST_EXPONENT));
      w = w.blend(0, w.compare(VectorOperators.LT, bound));
      w.intoArray(into, i);
      sums = sums.add(w);
    }
    return rest(logits, whole, into, sum(sums));
  }

  /** Returns the sum of the lanes, always added in the same order. */
  private static double sum(DoubleVector lanes) {
    double sum = 0;
    for (double lane : lanes.toArray()) {
      sum += lane;
    }
    return sum;
  }

  /** Goes on with the logits after the last whole vector. */
  private double rest(LogitRow logits, int from, double[] into, double before) {
    double sum = before;
    for (int i = from; i < logits.count(); i++) {
      double w = exp(((double) logits.at(i) - max) * scale);
      into[i] = w < least ? 0 : w;
      sum += into[i];
    }
    return sum;
  }

  /** Returns e^x of a number up to 0; 0 below -708. */
  static double exp(double x) {
    if (x < LEAST_EXPONENT) {
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
}
