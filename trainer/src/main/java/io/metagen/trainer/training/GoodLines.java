package io.metagen.trainer.training;

import java.util.List;

/**
 * How many lines of each of a problem's samples are good, the first ones.
 *
 * @param id of the problem
 * @param good in the order of the samples
 */
public record GoodLines(String id, List<Integer> good) {

  public GoodLines {
    good = List.copyOf(good);
  }
}
