package io.metagen.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All indices of one step over rows of different lengths, in the form that {@code network.py}
 * takes.
 *
 * <p>Tokens of all rows are packed one after another and padded to a multiple of {@link
 * #TOKEN_TILE}. For the attention, rows with similar numbers of new tokens and blocks form a group:
 * [rows, queries, context], both padded to the group's longest.
 */
final class StepPlan {
  /** Matrix products see multiples of so many rows; see {@link Transformer} for why. */
  static final int TOKEN_TILE = 16;

  /** The attention sees multiples of so many queries per row. */
  static final int QUERY_TILE = 4;

  private final KvPool pool;
  private final List<Row> rows;
  private final int[] firstToken;
  private final int tokens;
  private final int paddedTokens;
  private final List<long[]> parts = new ArrayList<>();
  private final List<Long> shapes = new ArrayList<>();
  private int answers;

  private StepPlan(KvPool pool, List<Row> rows) {
    this.pool = pool;
    this.rows = rows;
    firstToken = new int[rows.size()];
    int count = 0;
    for (int r = 0; r < rows.size(); r++) {
      firstToken[r] = count;
      count += rows.get(r).tokens().length;
    }
    tokens = count;
    paddedTokens = roundUp(count, TOKEN_TILE);
  }

  /** Returns the plan that answers for the last new token of every row, or for all of them. */
  static StepPlan of(KvPool pool, List<Row> rows, boolean answerAll) {
    StepPlan plan = new StepPlan(pool, rows);
    plan.addTokens();
    plan.addAnswers(answerAll);
    plan.addGroups();
    return plan;
  }

  private void addTokens() {
    long[] ids = new long[paddedTokens];
    long[] positions = new long[paddedTokens];
    long[] slots = new long[paddedTokens];
    Arrays.fill(slots, (long) pool.scratchBlock() * pool.blockSize());
    int n = 0;
    for (Row row : rows) {
      for (int i = 0; i < row.tokens().length; i++, n++) {
        int position = row.start() + i;
        ids[n] = row.tokens()[i];
        positions[n] = position;
        int block = row.blocks()[position / pool.blockSize()];
        slots[n] = (long) block * pool.blockSize() + position % pool.blockSize();
      }
    }
    parts.addAll(List.of(ids, positions, slots));
  }

  private void addAnswers(boolean all) {
    answers = all ? tokens : rows.size();
    long[] chosen = new long[roundUp(answers, TOKEN_TILE)];
    for (int i = 0; i < answers; i++) {
      chosen[i] = all ? i : firstToken[i] + rows.get(i).tokens().length - 1L;
    }
    parts.add(chosen);
  }

  private void addGroups() {
    Map<List<Integer>, List<Integer>> groups = new TreeMap<>(StepPlan::compare);
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      List<Integer> key =
          List.of(bucket(row.tokens().length), bucket(pool.blocksFor(row.context())));
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(r);
    }
    long[] places = new long[paddedTokens];
    parts.add(places);
    int start = 0;
    for (List<Integer> members : groups.values()) {
      start = addGroup(members, start, places);
    }
  }

  /** Adds one group whose results begin at {@code start}; returns where they end. */
  private int addGroup(List<Integer> members, int start, long[] places) {
    int longest = 0;
    int blocks = 0;
    for (int r : members) {
      longest = Math.max(longest, rows.get(r).tokens().length);
      blocks = Math.max(blocks, pool.blocksFor(rows.get(r).context()));
    }
    int queries = roundUp(longest, QUERY_TILE);
    long[] table = new long[members.size() * blocks];
    long[] own = new long[members.size() * queries];
    Arrays.fill(table, pool.scratchBlock());
    for (int m = 0; m < members.size(); m++) {
      int r = members.get(m);
      Row row = rows.get(r);
      for (int b = 0; b < pool.blocksFor(row.context()); b++) {
        table[m * blocks + b] = row.blocks()[b];
      }
      for (int i = 0; i < queries; i++) {
        int token = firstToken[r] + Math.min(i, row.tokens().length - 1);
        own[m * queries + i] = token;
        if (i < row.tokens().length) {
          places[token] = start + (long) m * queries + i;
        }
      }
    }
    parts.addAll(List.of(table, own));
    shapes.addAll(List.of((long) members.size(), (long) queries, (long) blocks));
    return start + members.size() * queries;
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

  /** Returns rows, queries and blocks of every group. */
  long[] shapes() {
    return shapes.stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the number of tokens answered for, padding left out. */
  int answers() {
    return answers;
  }

  private static int roundUp(int count, int multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  /** The next power of two. */
  private static int bucket(int count) {
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    int first = Integer.compare(a.get(0), b.get(0));
    return first != 0 ? first : Integer.compare(a.get(1), b.get(1));
  }
}
