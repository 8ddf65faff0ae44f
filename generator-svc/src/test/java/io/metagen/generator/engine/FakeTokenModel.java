package io.metagen.generator.engine;

import io.metagen.transformer.Row;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model whose keys and values are the tokens themselves. Its next token is a hash of the prefix
 * that it reads back from the blocks and of the sequence's random number, so any mistake in whose
 * block is whose changes or breaks the output. What a sequence holds must be what {@link
 * HeldPositions} says; in a window, what its chunk's first token and those after it see must be its
 * own, and the prefix is what the last one sees.
 */
final class FakeTokenModel implements TokenModel {
  static final int VOCABULARY = 50;

  private final int blockSize;
  private final BlockBudget budget;
  private final int[][] memory;
  private final Map<Sequence, HeldPositions> held = new HashMap<>();
  private int processedTokens;
  private int copies;
  private int steps;
  private int largestStep;
  private boolean broken;
  private boolean closed;

  FakeTokenModel(int blocks, int blockSize) {
    this(blocks, blockSize, BlockBudget.ALL);
  }

  FakeTokenModel(int blocks, int blockSize, BlockBudget budget) {
    this.blockSize = blockSize;
    this.budget = budget;
    this.memory = new int[blocks][blockSize];
  }

  int processedTokens() {
    return processedTokens;
  }

  int copies() {
    return copies;
  }

  int steps() {
    return steps;
  }

  int largestStep() {
    return largestStep;
  }

  boolean closed() {
    return closed;
  }

  /** Makes the next step throw. */
  void breakDown() {
    broken = true;
  }

  @Override
  public Logits forward(List<Chunk> chunks) {
    if (broken) {
      throw new IllegalStateException("the fake model is broken");
    }
    Set<Integer> written = new HashSet<>();
    for (Chunk chunk : chunks) {
      if (chunk.count() < 1) {
        throw new IllegalArgumentException("a chunk of " + chunk.count() + " tokens");
      }
      write(chunk.row(1), written);
    }
    int total = chunks.stream().mapToInt(Chunk::count).sum();
    processedTokens += total;
    largestStep = Math.max(largestStep, total);
    steps++;
    return new FakeLogits(chunks);
  }

  private void write(Row row, Set<Integer> written) {
    Set<Integer> own = new HashSet<>();
    for (int i = 0; i < row.tokens().length; i++) {
      int position = row.start() - row.evicted() + i;
      int block = row.blocks()[position / blockSize];
      memory[block][position % blockSize] = row.tokens()[i];
      own.add(block);
    }
    for (int block : own) {
      if (!written.add(block)) {
        throw new AssertionError("two rows write block " + block);
      }
    }
  }

  @Override
  public void copyBlock(int from, int to) {
    memory[to] = memory[from].clone();
    copies++;
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class FakeLogits implements Logits {
    private final List<Chunk> chunks;
    private final List<int[]> read;

    FakeLogits(List<Chunk> chunks) {
      this.chunks = chunks;
      this.read = chunks.stream().map(this::read).toList();
    }

    private int[] read(Chunk chunk) {
      BlockTable table = chunk.sequence().table();
      int end = chunk.start() + chunk.count();
      if (budget.limited() && !budget.byAttention()) {
        return readWindow(chunk, end);
      }
      int[] read = new int[end - table.evicted()];
      Arrays.setAll(read, i -> memory[table.blocks()[i / blockSize]][i % blockSize]);
      int[] expected =
          held.computeIfAbsent(chunk.sequence(), _ -> new HeldPositions(blockSize, budget))
              .tokens(Arrays.copyOf(chunk.sequence().tokens(), end));
      if (!Arrays.equals(read, expected)) {
        throw new AssertionError(
            "read " + Arrays.toString(read) + " instead of " + Arrays.toString(expected));
      }
      return read;
    }

    private int[] readWindow(Chunk chunk, int end) {
      int[] blocks = chunk.sequence().table().blocks();
      int[] tokens = chunk.sequence().tokens();
      for (int i = 0; i < end; i++) {
        int read = memory[blocks[i / blockSize]][i % blockSize];
        if (sees(chunk.start(), i) && read != tokens[i]) {
          throw new AssertionError("position " + i + ": read " + read + ", not " + tokens[i]);
        }
      }
      return IntStream.range(0, end).filter(i -> sees(end - 1, i)).map(i -> tokens[i]).toArray();
    }

    private boolean sees(int position, int other) {
      int block = other / blockSize;
      return block < budget.sinks() || block > position / blockSize - budget.window();
    }

    @Override
    public double[] attention(int chunk, int token) {
      int[] seen = read.get(chunk);
      int end = seen.length - chunks.get(chunk).count() + token + 1;
      double[] given = new double[Math.ceilDiv(seen.length, blockSize)];
      for (int block = 0; block * blockSize < end; block++) {
        int to = Math.min((block + 1) * blockSize, end);
        int[] content = Arrays.copyOfRange(seen, block * blockSize, to);
        given[block] = HeldPositions.attention(seen[end - 1], content);
      }
      return given;
    }

    @Override
    public List<Optional<DrawnToken>> sample(List<Draw> draws) {
      return draws.stream().map(draw -> Optional.of(token(draw))).toList();
    }

    private DrawnToken token(Draw draw) {
      long mixed =
          Arrays.hashCode(read.get(draw.chunk()))
              + (long) (draw.sequence().row().uniform() * (1L << 40));
      return drawn((int) Math.floorMod((mixed * 0x9E3779B97F4A7C15L) >>> 33, (long) VOCABULARY));
    }

    @Override
    public List<DrawnToken> score(int index) {
      Chunk chunk = chunks.get(index);
      int from = chunk.scoredFrom() + 1;
      int to = chunk.start() + chunk.count() + 1;
      return Arrays.stream(chunk.sequence().tokens(), from, to).mapToObj(this::drawn).toList();
    }

    private DrawnToken drawn(int id) {
      return new DrawnToken(id, -id, new int[0], new float[0], new float[0]);
    }

    @Override
    public void close() {}
  }
}
