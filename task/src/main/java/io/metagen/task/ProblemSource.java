package io.metagen.task;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The endless, fixed sequence of problems of one seed: a problem is a pure function of (seed,
 * split, level, index).
 *
 * @param seed chooses the sequence; the shipped test set has seed 0
 */
public record ProblemSource(long seed) {

  /** Returns problem {@code index} of a split and level. */
  public Problem problem(Split split, int level, int index) {
    if (level < Problem.LOWEST_LEVEL || level > Problem.HIGHEST_LEVEL || index < 0) {
      throw new IllegalArgumentException(
          "level: 2 to 8, index: 0 or more, but got " + level + " and " + index);
    }
    for (long attempt = 0; ; attempt++) {
      Story story = new Story(new SplittableRandom(split.seed(bits(level, index, attempt))));
      for (int step = 0; step < level; step++) {
        story.step();
      }
      String text = story.text();
      if (Split.of(text) == split) {
        return new Problem(id(split, level, index), level, text, story.solution(), story.answer());
      }
    }
  }

  /** Returns the first problems of a level whose texts all differ. */
  public Stream<Problem> distinct(Split split, int level, int count) {
    Set<String> seen = new HashSet<>();
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(index -> problem(split, level, index))
        .filter(problem -> seen.add(problem.problem()))
        .limit(count);
  }

  private static String id(Split split, int level, int index) {
    return split.name().toLowerCase(Locale.ROOT) + "-" + level + "-" + index;
  }

  private long bits(int level, int index, long attempt) {
    return mix(mix(mix(mix(seed) + level) + index) + attempt);
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, figure 19), after one step of its
   * counter.
   */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
