package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The n-grams of a text, n from 1 to a greatest order: for each order the numbers of its n-grams,
 * sorted, as often as they stand in the text. Equal n-grams of all texts read together have equal
 * numbers.
 */
final class Ngrams {
  private final List<int[]> byOrder;

  private Ngrams(List<int[]> byOrder) {
    this.byOrder = byOrder;
  }

  /** Returns the n-grams of texts, given as sequences of symbols of at least 0. */
  static List<Ngrams> of(List<int[]> texts, int greatestOrder) {
    List<List<int[]>> sorted = new ArrayList<>();
    texts.forEach(_ -> sorted.add(new ArrayList<>()));
    List<int[]> numbers = texts;
    for (int order = 1; order <= greatestOrder; order++) {
      if (order > 1) {
        numbers = longer(numbers, texts, order);
      }
      for (int text = 0; text < texts.size(); text++) {
        int[] copy = numbers.get(text).clone();
        Arrays.sort(copy);
        sorted.get(text).add(copy);
      }
    }
    return sorted.stream().map(Ngrams::new).toList();
  }

  /** Returns how many n-grams of an order there are. */
  int count(int order) {
    return byOrder.get(order - 1).length;
  }

  /** Returns how many n-grams of an order both have, each as often as the one that has fewer. */
  int common(Ngrams other, int order) {
    int[] mine = byOrder.get(order - 1);
    int[] theirs = other.byOrder.get(order - 1);
    int common = 0;
    int i = 0;
    int j = 0;
    while (i < mine.length && j < theirs.length) {
      int a = mine[i];
      int b = theirs[j];
      common += a == b ? 1 : 0;
      i += a <= b ? 1 : 0;
      j += b <= a ? 1 : 0;
    }
    return common;
  }

  /**
   * Numbers the n-grams of an order by the one before's number at each place and the last symbol.
   */
  private static List<int[]> longer(List<int[]> shorter, List<int[]> texts, int order) {
    List<long[]> keys = new ArrayList<>();
    for (int text = 0; text < texts.size(); text++) {
      int[] symbols = texts.get(text);
      long[] pairs = new long[Math.max(0, symbols.length - order + 1)];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = ((long) shorter.get(text)[i] << 32) | symbols[i + order - 1];
      }
      keys.add(pairs);
    }
    long[] distinct = distinct(keys.stream().flatMapToLong(Arrays::stream).toArray());
    return keys.stream().map(ofText -> ranks(ofText, distinct)).toList();
  }

  /** Sorts the keys; returns each once. A stream's distinct() would box them. */
  private static long[] distinct(long[] keys) {
    Arrays.sort(keys);
    int count = 0;
    for (long key : keys) {
      if (count == 0 || key != keys[count - 1]) {
        keys[count++] = key;
      }
    }
    return Arrays.copyOf(keys, count);
  }

  private static int[] ranks(long[] keys, long[] sorted) {
    return Arrays.stream(keys).mapToInt(key -> Arrays.binarySearch(sorted, key)).toArray();
  }
}
