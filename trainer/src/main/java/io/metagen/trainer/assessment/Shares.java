package io.metagen.trainer.assessment;

import io.metagen.trainer.evaluation.Statistics;
import io.metagen.trainer.evaluation.Statistics.Estimate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Means of cases that are grouped by problem, with intervals by bootstrap over problems.
 *
 * @param groups the cases of each problem; a problem may have none
 */
record Shares<T>(List<List<T>> groups) {

  /** One case for each problem. */
  static <T> Shares<T> of(List<T> cases) {
    return new Shares<>(cases.stream().map(List::of).toList());
  }

  /** Returns the same without the cases that don't pass. */
  Shares<T> where(Predicate<T> chosen) {
    return new Shares<>(
        groups.stream().map(group -> group.stream().filter(chosen).toList()).toList());
  }

  /** How many cases there are. */
  int count() {
    return groups.stream().mapToInt(List::size).sum();
  }

  /** The share of the cases that pass. */
  Estimate share(Predicate<T> passes) {
    return mean(one -> passes.test(one) ? 1 : 0);
  }

  /** The paired difference of two shares. */
  Estimate difference(Predicate<T> passes, Predicate<T> other) {
    return mean(one -> (passes.test(one) ? 1 : 0) - (other.test(one) ? 1 : 0));
  }

  /** The mean of a value of the cases; NaN where there are none. */
  Estimate mean(ToDoubleFunction<T> value) {
    return Statistics.ratio(
        groups.stream().mapToDouble(group -> group.stream().mapToDouble(value).sum()).toArray(),
        groups.stream().mapToDouble(List::size).toArray());
  }
}
