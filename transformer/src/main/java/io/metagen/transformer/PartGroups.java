package io.metagen.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attention of a step, cut into parts of the context and grouped by what is shared.
 *
 * <p>A part is a run of positions that starts at a multiple of its length. Queries that see all of
 * a part form one group per run of blocks, of whatever rows they are: so a prefix that rows share
 * is read once, level by level along the tree of their prefixes (Juravsky et al., Hydragen, 2024,
 * sections 3.2 and 3.3). Queries that see a part only partly, because they stand in it or because a
 * sliding window cuts it, form a group of their row alone.
 */
final class PartGroups {
  /** Positions of a part; see {@link Transformer} for why not more. */
  private static final int PART = 128;

  /** Query rows of the attention's products come in multiples of this. */
  private static final int QUERY_TILE = 4;

  private final int blockSize;
  private final int partBlocks;
  private final int length;
  private final int window;
  private final int queryTile;
  private final Map<List<Integer>, Group> shared = new LinkedHashMap<>();
  private final List<Group> own = new ArrayList<>();

  PartGroups(ModelConfig config, int blockSize) {
    this.blockSize = blockSize;
    partBlocks = Math.max(1, PART / blockSize);
    length = partBlocks * blockSize;
    window = config.slidingWindow() == 0 ? Integer.MAX_VALUE : config.slidingWindow();
    int perKey = config.heads() / config.kvHeads();
    queryTile = perKey % QUERY_TILE == 0 ? 1 : perKey % 2 == 0 ? QUERY_TILE / 2 : QUERY_TILE;
  }

  /** Returns the number of queries of which every group must be given a multiple. */
  int queryTile() {
    return queryTile;
  }

  /** Returns the first part of which the query at a position sees something. */
  int firstPart(int position) {
    return Math.max(0, position - window + 1) / length;
  }

  /** Returns the number of parts of which the query at a position sees something. */
  int parts(int position) {
    return position / length - firstPart(position) + 1;
  }

  /** Returns every group, the shared ones first. */
  List<Group> all() {
    List<Group> all = new ArrayList<>(shared.values());
    all.addAll(own);
    return all;
  }

  /** Adds a row whose new tokens stand in the step from {@code firstToken} on. */
  void add(Row row, int firstToken) {
    for (int part = firstPart(row.start()); part * length < row.context(); part++) {
      add(row, firstToken - row.start(), part);
    }
  }

  private void add(Row row, int shift, int part) {
    int first = part * length;
    int last = first + length - 1;
    int from = Math.max(row.start(), first);
    int to = (int) Math.min(row.context(), (long) last + window);
    int fullFrom = Math.min(Math.max(from, last), to);
    int fullTo = Math.clamp((long) first + window, fullFrom, to);
    int[] blocks = blocks(row, part);
    if (fullFrom < fullTo) {
      List<Integer> key = Arrays.stream(blocks).boxed().toList();
      Group group = shared.computeIfAbsent(key, _ -> new Group(part, first, blocks));
      group.add(fullFrom + shift, fullTo + shift);
    }
    addOwn(new Group(part, first, blocks), from + shift, fullFrom + shift);
    addOwn(new Group(part, first, blocks), fullTo + shift, to + shift);
  }

  private int[] blocks(Row row, int part) {
    int used = (row.context() + blockSize - 1) / blockSize;
    int from = part * partBlocks;
    return Arrays.copyOfRange(row.blocks(), from, Math.min(from + partBlocks, used));
  }

  private void addOwn(Group group, int from, int to) {
    if (from < to) {
      group.add(from, to);
      own.add(group);
    }
  }

  /** A part's blocks with the tokens of the step, as queries, that see them. */
  static final class Group {
    private final int part;
    private final int firstPosition;
    private final int[] blocks;
    private int[] queries = new int[1];
    private int size;

    private Group(int part, int firstPosition, int[] blocks) {
      this.part = part;
      this.firstPosition = firstPosition;
      this.blocks = blocks;
    }

    private void add(int from, int to) {
      if (size + to - from > queries.length) {
        queries = Arrays.copyOf(queries, Math.max(2 * queries.length, size + to - from));
      }
      for (int token = from; token < to; token++) {
        queries[size++] = token;
      }
    }

    int part() {
      return part;
    }

    int firstPosition() {
      return firstPosition;
    }

    int[] blocks() {
      return blocks;
    }

    /** Returns the number of queries. */
    int size() {
      return size;
    }

    /** Returns a query's token; beyond the last, which fills a call up, the first one's. */
    int query(int index) {
      return queries[index < size ? index : 0];
    }
  }
}
