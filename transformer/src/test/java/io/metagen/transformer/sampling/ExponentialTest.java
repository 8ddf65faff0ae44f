package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExponentialTest {

  private static final MathContext DIGITS = new MathContext(40);

  @Test
  void exp_randomNumbers_isRightToTheStatedError() {
    long seed = System.nanoTime();
    System.out.println("ExponentialTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      double x = -Math.pow(10, 8 * random.nextDouble() - 5.15); // from 7e-6 to 708
      BigDecimal exact = exact(x);

      BigDecimal error =
          new BigDecimal(Exponential.exp(x)).subtract(exact).divide(exact, DIGITS).abs();

      assertThat(error.doubleValue()).as("at %s", x).isLessThan(2e-16);
    }
  }

  /** 2^20 times the square of the Taylor series of x / 2^20, which needs 12 terms. */
  private static BigDecimal exact(double x) {
    BigDecimal part = new BigDecimal(x).divide(BigDecimal.valueOf(1 << 20), new MathContext(60));
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = term;
    for (int n = 1; n <= 15; n++) {
      term = term.multiply(part).divide(BigDecimal.valueOf(n), new MathContext(60));
      sum = sum.add(term);
    }
    for (int i = 0; i < 20; i++) {
      sum = sum.multiply(sum, new MathContext(60));
    }
    return sum;
  }

  @Test
  void exp_zeroAndFarBelow_areExact() {
    assertThat(Exponential.exp(0.0)).isEqualTo(1);
    assertThat(Exponential.exp(-0.0)).isEqualTo(1);
    assertThat(Exponential.exp(-708.0)).isGreaterThan(Double.MIN_NORMAL);
    assertThat(Exponential.exp(-708.1)).isZero();
    assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(-1e300)).isZero();
    assertThat(Exponential.exp(Double.NaN)).isNaN();
  }

  /** Compiled and interpreted too, since it is called often enough. */
  @Test
  void apply_manyNumbers_areTheSameBitsAsOneByOne() {
    long seed = System.nanoTime();
    System.out.println("ExponentialTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      int count = 1 + random.nextInt(40);
      double[] x = IntStream.range(0, count).mapToDouble(i -> -800 * random.nextDouble()).toArray();
      x[random.nextInt(count)] = Double.NEGATIVE_INFINITY;
      double[] expected =
          IntStream.range(0, count).mapToDouble(i -> Exponential.exp(x[i])).toArray();

      Exponential.apply(x, count);

      assertThat(x).isEqualTo(expected);
    }
  }
}
