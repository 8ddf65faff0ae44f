package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** The places where a right and a wrong continuation of one prompt end, each with each. */
final class Pairs {

  private final List<Integer> right = new ArrayList<>();
  private final List<Integer> wrong = new ArrayList<>();
  private final List<Integer> better = new ArrayList<>();
  private final List<Integer> worse = new ArrayList<>();

  /** One more continuation of the prompt ends at a place; none without labels. */
  void end(Continuation continuation, int place) {
    if (continuation.labels().length > 0) {
      (continuation.right() ? right : wrong).add(place);
    }
  }

  /** No more continuations of the prompt. */
  void close() {
    for (int one : right) {
      for (int other : wrong) {
        better.add(one);
        worse.add(other);
      }
    }
    right.clear();
    wrong.clear();
  }

  NDArray better(NDManager scope) {
    return places(scope, better);
  }

  NDArray worse(NDManager scope) {
    return places(scope, worse);
  }

  private static NDArray places(NDManager scope, List<Integer> places) {
    return scope.create(places.stream().mapToLong(Integer::longValue).toArray());
  }
}
