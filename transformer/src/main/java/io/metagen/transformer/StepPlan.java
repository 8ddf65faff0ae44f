package io.metagen.transformer;

import io.metagen.transformer.PartGroups.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All indices of one step over rows of different lengths, in the form that {@code serving.py}
 * takes: tokens of all rows are packed one after another, and the attention's groups come from
 * {@link PartGroups}.
 */
final class StepPlan {
  private final KvPool pool;
  private final List<Row> rows;
  private final PartGroups groups;
  private final int[] positions;
  private final List<long[]> parts = new ArrayList<>();
  private final List<Long> shapes = new ArrayList<>();

  private StepPlan(ModelConfig config, KvPool pool, List<Row> rows) {
    this.pool = pool;
    this.rows = rows;
    groups = new PartGroups(config, pool.blockSize());
    positions = rows.stream().flatMapToInt(StepPlan::positions).toArray();
  }

  /** Returns the plan that answers for the last new token of every row, or for all of them. */
  static StepPlan of(ModelConfig config, KvPool pool, List<Row> rows, boolean answerAll) {
    StepPlan plan = new StepPlan(config, pool, rows);
    plan.addTokens();
    plan.addAnswers(answerAll);
    plan.addGroups();
    return plan;
  }

  private static IntStream positions(Row row) {
    return IntStream.range(row.start(), row.context());
  }

  private void addTokens() {
    long[] ids = new long[positions.length];
    long[] at = new long[positions.length];
    long[] slots = new long[positions.length];
    int n = 0;
    for (Row row : rows) {
      groups.add(row, n);
      for (int id : row.tokens()) {
        int position = positions[n];
        int block = row.blocks()[position / pool.blockSize()];
        ids[n] = id;
        at[n] = position;
        slots[n] = (long) block * pool.blockSize() + position % pool.blockSize();
        n++;
      }
    }
    parts.addAll(List.of(ids, at, slots));
  }

  private void addAnswers(boolean all) {
    long[] chosen = new long[all ? positions.length : rows.size()];
    int end = 0;
    for (int i = 0; i < chosen.length; i++) {
      end += all ? 1 : rows.get(i).tokens().length;
      chosen[i] = end - 1L;
    }
    parts.add(chosen);
  }

  private void addGroups() {
    long[] counts = Arrays.stream(positions).mapToLong(groups::parts).toArray();
    int most = (int) Arrays.stream(counts).max().orElseThrow();
    long[] places = new long[positions.length * most];
    parts.addAll(List.of(counts, places));
    shapes.add((long) most);
    int start = 0;
    for (List<Group> call : calls(groups.all())) {
      int queries = queries(call);
      addCall(call, queries);
      for (Group group : call) {
        place(group, start, places, most);
        start += queries;
      }
    }
  }

  /** Groups with similar numbers of queries and blocks go into one call, padded to the largest. */
  private static Collection<List<Group>> calls(List<Group> groups) {
    Map<Long, List<Group>> calls = new TreeMap<>();
    for (Group group : groups) {
      long key = ((long) bucket(group.size()) << Integer.SIZE) | bucket(group.blocks().length);
      calls.computeIfAbsent(key, _ -> new ArrayList<>()).add(group);
    }
    return calls.values();
  }

  /** The next power of two. */
  private static int bucket(int count) {
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  private int queries(List<Group> call) {
    int longest = call.stream().mapToInt(Group::size).max().orElseThrow();
    int tile = groups.queryTile();
    return (longest + tile - 1) / tile * tile;
  }

  private void addCall(List<Group> call, int queries) {
    int blocks = call.stream().mapToInt(group -> group.blocks().length).max().orElseThrow();
    long[] first = call.stream().mapToLong(Group::firstPosition).toArray();
    long[] table = new long[call.size() * blocks];
    long[] own = new long[call.size() * queries];
    Arrays.fill(table, pool.scratchBlock());
    for (int g = 0; g < call.size(); g++) {
      Group group = call.get(g);
      for (int b = 0; b < group.blocks().length; b++) {
        table[g * blocks + b] = group.blocks()[b];
      }
      for (int i = 0; i < queries; i++) {
        own[g * queries + i] = group.query(i);
      }
    }
    parts.addAll(List.of(first, table, own));
    shapes.addAll(List.of((long) call.size(), (long) queries, (long) blocks));
  }

  /** Notes where the results of a group's queries stand, which begin at {@code start}. */
  private void place(Group group, int start, long[] places, int most) {
    for (int i = 0; i < group.size(); i++) {
      int token = group.query(i);
      int part = group.part() - groups.firstPart(positions[token]);
      places[token * most + part] = start + (long) i;
    }
  }

  /** Returns all indices in one array, cut by {@link #sizes}. */
  long[] indices() {
    long[] all = new long[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (long[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  long[] sizes() {
    return parts.stream().mapToLong(part -> part.length).toArray();
  }

  /** Returns the most parts of a token, and groups, queries and blocks of every call. */
  long[] shapes() {
    return shapes.stream().mapToLong(Long::longValue).toArray();
  }
}
