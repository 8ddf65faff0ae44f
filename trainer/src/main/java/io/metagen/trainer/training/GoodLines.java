package io.metagen.trainer.training;

import java.util.List;

/**
 * How likely each line of a problem's samples is good.
 *
 * @param id of the problem
 * @param chances of each sample's lines, 0 to 1, in the order of the samples
 */
public record GoodLines(String id, List<List<Float>> chances) {

  public GoodLines {
    chances = chances.stream().map(List::copyOf).toList();
  }
}
