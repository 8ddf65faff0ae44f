package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightsTest {

  private static final MathContext DIGITS = new MathContext(40);

  @Test
  void exp_randomNumbers_isRightToTheStatedError() {
    long seed = System.nanoTime();
    System.out.println("WeightsTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      double x = -Math.pow(10, 8 * random.nextDouble() - 5.15); // from 7e-6 to 708
      BigDecimal exact = exact(x);

      BigDecimal error = new BigDecimal(Weights.exp(x)).subtract(exact).divide(exact, DIGITS).abs();

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
    assertThat(Weights.exp(0.0)).isEqualTo(1);
    assertThat(Weights.exp(-0.0)).isEqualTo(1);
    assertThat(Weights.exp(-708.0)).isGreaterThan(Double.MIN_NORMAL);
    assertThat(Weights.exp(-708.1)).isZero();
    assertThat(Weights.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Weights.exp(-1e300)).isZero();
    assertThat(Weights.exp(Double.NaN)).isNaN();
  }

  /** Compiled and interpreted too, since it is called often enough. */
  @Test
  void of_manyLogits_areTheSameBitsAsOneByOne() {
    long seed = System.nanoTime();
    System.out.println("WeightsTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      LogitRow logits = LogitRow.allocate(1 + random.nextInt(40));
      double scale = 3 * random.nextDouble();
      Weights weights = new Weights(100, scale, round % 2 == 0 ? 0 : 1e-9);
      double[] expected = new double[logits.count()];
      for (int i = 0; i < expected.length; i++) {
        logits.put(i, i % 7 == 3 ? Float.NEGATIVE_INFINITY : 100 - 300 * random.nextFloat());
        expected[i] = Weights.exp(((double) logits.at(i) - 100) * scale);
        expected[i] = expected[i] < weights.least() ? 0 : expected[i];
      }
      double[] into = new double[logits.count()];

      double sum = weights.of(logits, into);

      assertThat(into).isEqualTo(expected);
      assertThat(sum).isCloseTo(Arrays.stream(expected).sum(), withinPercentage(1e-10));
    }
  }
}
