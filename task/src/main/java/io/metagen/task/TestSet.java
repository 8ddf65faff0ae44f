package io.metagen.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shipped held-out problems: a file {@code level-k.jsonl} for each level, and the default mix
 * {@code mix.jsonl}, which takes levels 6, 7 and 8 in turn, each from its file's first problem on.
 * Every prefix of the mix has nearly equal shares of them. Easier levels are left out: at these the
 * shipped generator's greedy answer is right about every second time.
 */
public final class TestSet {

  /** Problems in each level's file. */
  public static final int PER_LEVEL = 1000;

  /** Problems in the default mix. */
  public static final int MIX = 1000;

  private static final List<Integer> MIX_LEVELS = List.of(6, 7, 8);
  private static final ProblemSource SOURCE = new ProblemSource(0);

  private TestSet() {}

  /** Returns the problems of one level, all with different texts. */
  public static List<Problem> level(int level) {
    return SOURCE.distinct(Split.TEST, level, PER_LEVEL).toList();
  }

  /** Returns the default mix. */
  public static List<Problem> mix() {
    List<List<Problem>> levels = new ArrayList<>();
    for (int level : MIX_LEVELS) {
      levels.add(level(level));
    }
    List<Problem> mix = new ArrayList<>();
    for (int i = 0; i < MIX; i++) {
      mix.add(levels.get(i % levels.size()).get(i / levels.size()));
    }
    return mix;
  }

  /** Writes all files into a folder, made if it is not there. */
  public static void write(Path folder) {
    for (int level = Problem.LOWEST_LEVEL; level <= Problem.HIGHEST_LEVEL; level++) {
      ProblemFile.write(folder.resolve("level-" + level + ".jsonl"), level(level));
    }
    ProblemFile.write(folder.resolve("mix.jsonl"), mix());
  }
}
