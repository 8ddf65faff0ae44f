package io.metagen.generator.engine;

import io.metagen.transformer.Row;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model whose keys and values are the tokens themselves. Its next token is a hash of the prefix
 * that it reads back from the blocks and of the sequence's random number, so any mistake in whose
 * block is whose changes or breaks the output.
 */
final class FakeTokenModel implements TokenModel {
  static final int VOCABULARY = 50;

  private final int blockSize;
  private final int[][] memory;
  private int processedTokens;
  private int copies;
  private int steps;
  private int largestStep;
  private boolean broken;
  private boolean closed;

  FakeTokenModel(int blocks, int blockSize) {
    this.blockSize = blockSize;
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
      write(chunk.row(), written);
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
      int position = row.start() + i;
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
    private final int[] hashes;

    FakeLogits(List<Chunk> chunks) {
      this.chunks = chunks;
      this.hashes = chunks.stream().mapToInt(this::hashOfPrefix).toArray();
    }

    private int hashOfPrefix(Chunk chunk) {
      int[] blocks = chunk.sequence().table().blocks();
      int[] read = new int[chunk.start() + chunk.count()];
      Arrays.setAll(read, i -> memory[blocks[i / blockSize]][i % blockSize]);
      int[] expected = Arrays.copyOf(chunk.sequence().tokens(), read.length);
      if (!Arrays.equals(read, expected)) {
        throw new AssertionError(
            "read " + Arrays.toString(read) + " instead of " + Arrays.toString(expected));
      }
      return Arrays.hashCode(read);
    }

    @Override
    public List<Optional<DrawnToken>> sample(List<Draw> draws) {
      return draws.stream().map(draw -> Optional.of(token(draw))).toList();
    }

    private DrawnToken token(Draw draw) {
      long mixed = hashes[draw.chunk()] + (long) (draw.sequence().row().uniform() * (1L << 40));
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
