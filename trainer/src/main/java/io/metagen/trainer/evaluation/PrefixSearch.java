package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The search for the border between a sample's good lines and the others. One thread owns it. */
final class PrefixSearch {

  private final Known known;
  private final Sample sample;
  private final int[] ends;
  private int good;
  private int bad;

  PrefixSearch(Known known, Sample sample) {
    this.known = known;
    this.sample = sample;
    ends = sample.lineEnds();
    good = sample.correct() ? ends.length : 0;
    bad = sample.correct() ? good + 1 : ends.length;
  }

  /** Returns how many lines are good, once nothing is left to try. */
  int good() {
    return good;
  }

  /** Returns what has to be tried next, if anything. */
  Optional<Trial> next() {
    while (bad - good > 1) {
      int middle = (good + bad) / 2;
      List<Integer> prefix = prefix(sample, ends[middle - 1]);
      if (known.good.contains(prefix)) {
        good = middle;
      } else if (known.bad.contains(prefix)) {
        bad = middle;
      } else {
        return Optional.of(new Trial(known, prefix));
      }
    }
    return Optional.empty();
  }

  private static List<Integer> prefix(Sample sample, int end) {
    return Arrays.stream(sample.tokens(), 0, end + 1).boxed().toList();
  }

  /**
   * What is known of the beginnings of one problem's solutions.
   *
   * @param good tokens of beginnings that lead to the right answer
   * @param bad tokens of those that were given up
   */
  record Known(Problem problem, Set<List<Integer>> good, Set<List<Integer>> bad) {

    /** Right samples show that their own beginnings are good. */
    static Known of(SampledProblem problem) {
      Set<List<Integer>> good = new HashSet<>();
      for (Sample sample : problem.samples()) {
        if (sample.correct()) {
          for (int end : sample.lineEnds()) {
            good.add(prefix(sample, end));
          }
        }
      }
      return new Known(problem.problem(), good, new HashSet<>());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Known known && known.problem.equals(problem);
    }

    @Override
    public int hashCode() {
      return problem.hashCode();
    }
  }

  /** A beginning whose completions are to be drawn. */
  record Trial(Known known, List<Integer> prefix) {

    void succeed() {
      known.good.add(prefix);
    }

    void fail() {
      known.bad.add(prefix);
    }
  }
}
