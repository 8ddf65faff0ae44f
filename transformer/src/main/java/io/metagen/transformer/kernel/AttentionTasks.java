package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Attention.Range;
import io.metagen.transformer.kernel.Step.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A step's attention divided for threads: pieces of its runs, times groups of heads. Each piece
 * reads what its runs share, so runs that share are divided by heads. Others are divided by runs,
 * with all heads of a block together, since those lie side by side in memory.
 */
final class AttentionTasks {

  /** Pieces for each thread, so that all end at about the same time. */
  private static final int PIECES = 4;

  private final List<List<Run>> pieces;
  private final List<Range> groups;

  private AttentionTasks(List<List<Run>> pieces, List<Range> groups) {
    this.pieces = pieces;
    this.groups = groups;
  }

  /** Returns the tasks of runs in the order of their blocks, for so many heads and threads. */
  static AttentionTasks of(List<Run> runs, int heads, int threads) {
    if (threads == 1) {
      return new AttentionTasks(List.of(runs), List.of(new Range(0, heads)));
    } else if (shared(runs)) {
      int groups = heads % threads == 0 ? threads : Math.min(heads, PIECES * threads);
      return new AttentionTasks(pieces(runs, Math.ceilDiv(threads, groups)), groups(heads, groups));
    }
    List<List<Run>> pieces = pieces(runs, PIECES * threads);
    int groups = Math.min(heads, Math.ceilDiv(threads, pieces.size()));
    return new AttentionTasks(pieces, groups(heads, groups));
  }

  /** Returns whether at least half of what the runs see is seen by others too. */
  private static boolean shared(List<Run> runs) {
    long seen = 0;
    long distinct = 0;
    int[] before = {};
    for (Run run : runs) {
      int same = Arrays.mismatch(run.blocks(), before);
      seen += run.blocks().length;
      distinct += same < 0 ? 0 : run.blocks().length - same;
      before = run.blocks();
    }
    return seen >= 2 * distinct;
  }

  /** Returns at most so many pieces of about the same work. */
  private static List<List<Run>> pieces(List<Run> runs, int most) {
    long total = runs.stream().mapToLong(AttentionTasks::work).sum();
    int wanted = Math.min(most, runs.size());
    List<List<Run>> pieces = new ArrayList<>();
    int first = 0;
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      done += work(runs.get(i));
      if (done * wanted >= total * (pieces.size() + 1) || i == runs.size() - 1) {
        pieces.add(runs.subList(first, i + 1));
        first = i + 1;
      }
    }
    return pieces;
  }

  private static long work(Run run) {
    return (long) run.count() * run.context();
  }

  private static List<Range> groups(int heads, int count) {
    List<Range> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(new Range(heads * i / count, heads * (i + 1) / count));
    }
    return groups;
  }

  int count() {
    return pieces.size() * groups.size();
  }

  /** Returns the heads of a task. */
  Range heads(int task) {
    return groups.get(task % groups.size());
  }

  /** Returns the runs of a task. */
  List<Run> runs(int task) {
    return pieces.get(task / groups.size());
  }
}
