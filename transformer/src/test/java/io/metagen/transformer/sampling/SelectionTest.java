package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private final Selection selection = new Selection();

  @Test
  void key_logits_comeFromTheLargestDownThenByPlace() {
    float[] logits = {Float.MAX_VALUE, 2, 1, 1, 0f, -0f, 0f, -1, -1e30f, Float.NEGATIVE_INFINITY};
    long[] keys = new long[logits.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Selection.key(logits[i], i);

      assertThat(Selection.logit(keys[i])).isEqualTo(logits[i] + 0f);
      assertThat(Selection.place(keys[i])).isEqualTo(i);
    }
    assertThat(keys).isSorted();
  }

  @Test
  void last_ofAnyOrder_isThatOfTheSortedKeys() {
    long seed = System.nanoTime();
    System.out.println("SelectionTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int count = 1 + random.nextInt(3_000);
      long[] keys = keys(count, order(random, count, round % 5));
      double[] masses = random.doubles(count).toArray();
      int position = 1 + random.nextInt(count);
      long[] sorted = keys.clone();
      Arrays.sort(sorted);
      double wanted = Arrays.stream(masses).sum() * random.nextDouble();

      put(keys);
      assertThat(selection.last(count, position)).isEqualTo(sorted[position - 1]);
      put(keys);
      assertThat(selection.last(count, masses, wanted)).isEqualTo(prefix(sorted, masses, wanted));
    }
  }

  @Test
  void last_moreMassThanThereIs_isTheLastOfAll() {
    long[] keys = keys(100, i -> i % 7);
    put(keys);

    assertThat(selection.last(100, new double[100], 1))
        .isEqualTo(Arrays.stream(keys).max().orElseThrow());
  }

  private static long prefix(long[] sorted, double[] masses, double wanted) {
    double mass = 0;
    int i = -1;
    while (mass < wanted || i < 0) {
      mass += masses[Selection.place(sorted[++i])];
    }
    return sorted[i];
  }

  /** Random, many equals, up, down, up and down. */
  private static IntToDoubleFunction order(Random random, int count, int kind) {
    return switch (kind) {
      case 0 -> i -> random.nextGaussian();
      case 1 -> i -> random.nextInt(3);
      case 2 -> i -> i;
      case 3 -> i -> -i;
      default -> i -> Math.min(i, count - i);
    };
  }

  private static long[] keys(int count, IntToDoubleFunction logit) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = Selection.key((float) logit.applyAsDouble(i), i);
    }
    return keys;
  }

  private void put(long[] keys) {
    selection.reserve(keys.length);
    for (int i = 0; i < keys.length; i++) {
      selection.put(i, keys[i]);
    }
  }
}
