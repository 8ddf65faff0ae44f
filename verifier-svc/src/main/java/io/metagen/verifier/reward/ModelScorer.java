package io.metagen.verifier.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.Head;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.LoadLog;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network over a prefix cache, read at the marks of rows.
 *
 * <p>Rows are scored in rounds. Where two rows would compute the same full block, the first does
 * and the others wait for the next round, where they find it in the cache; a row that goes on from
 * one scored before finds its {@linkplain KnownLogits logits} too. So every distinct block is
 * computed once however the rows were split over calls and batches, and the counts of tokens and
 * operations do not depend on that split while the cache is large enough. Not thread-safe: {@link
 * ScoringEngine}'s thread owns it.
 */
final class ModelScorer implements RowScorer {
  private static final Logger LOG = LoggerFactory.getLogger(ModelScorer.class);

  /** Some 10 MB. */
  private static final int MOST_KNOWN = 1 << 16;

  private final Transformer network;
  private final Reading reading;
  private final Memory memory;
  private final KvPool pool;
  private final PrefixCache cache;
  private final KnownLogits known = new KnownLogits(MOST_KNOWN);
  private final NDManager manager;
  private final boolean owner;

  /**
   * @param blocks blocks of keys and values
   * @param blockSize tokens in a block
   * @param stepTokens most new tokens in one forward pass, unless one row alone has more
   */
  record Memory(int blocks, int blockSize, int stepTokens) {}

  private ModelScorer(Transformer network, Reading reading, Memory memory, boolean owner) {
    this.network = network;
    this.reading = reading;
    this.memory = memory;
    this.owner = owner;
    this.manager = NDManager.newBaseManager(network.device(), PtEngine.ENGINE_NAME);
    this.pool = network.newKvPool(memory.blocks(), memory.blockSize());
    BlockHasher hasher = new BlockHasher(network.fingerprint(), "", "", memory.blockSize());
    this.cache =
        new PrefixCache(
            new BlockManager(memory.blocks()),
            memory.blockSize(),
            new ChainedHashes(hasher),
            new NoListener());
  }

  /**
   * Loads a folder in the Hugging Face layout.
   *
   * @throws io.metagen.transformer.CheckpointException naming what can't be used
   * @param reading tells what to read of a network; it throws where that has not what is needed
   * @throws IllegalArgumentException where the memory holds no full context
   */
  static ModelScorer load(
      Path folder,
      Transformer.Options options,
      Function<ModelConfig, Reading> reading,
      Memory memory) {
    LoadLog log = new LoadLog(folder.toString(), InstantSource.system(), LOG::info);
    Transformer network = Transformer.load(folder, options, log);
    try {
      ModelConfig config = network.config();
      int needed = Math.ceilDiv(config.maxPositions(), memory.blockSize());
      if (memory.blocks() < needed) {
        throw new IllegalArgumentException(
            "metagen.verifier.kv-blocks: a context of %d tokens needs at least %d"
                .formatted(config.maxPositions(), needed));
      }
      return new ModelScorer(network, reading.apply(config), memory, true);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Returns a scorer over the same network, which it leaves open, with memory of its own. */
  ModelScorer borrowed() {
    return new ModelScorer(network, reading, memory, false);
  }

  @Override
  public ModelFacts facts() {
    ModelConfig config = network.config();
    return new ModelFacts(network.fingerprint(), config.maxPositions(), config.vocabularySize());
  }

  @Override
  public List<RowScore> score(List<MarkedRow> rows) {
    RowScore[] scores = new RowScore[rows.size()];
    List<ScoringRound.Asked> left = new ArrayList<>();
    for (MarkedRow row : rows) {
      left.add(new ScoringRound.Asked(left.size(), row, KnownLogits.prefixes(row)));
    }
    while (!left.isEmpty()) {
      ScoringRound round = new ScoringRound(cache, memory.stepTokens());
      left.removeIf(row -> take(row, round, scores));
      if (!round.admitted().isEmpty()) {
        run(round, scores);
      }
    }
    return Arrays.asList(scores);
  }

  /** Whether a row's scores are known already, or it is in the round now. */
  private boolean take(ScoringRound.Asked asked, ScoringRound round, RowScore[] scores) {
    float[] logits = known.of(asked.prefixes());
    for (float logit : logits) {
      if (Float.isNaN(logit)) {
        return round.admit(
            new ScoringRound.Wanted(asked, logits),
            (from, to) -> network.copyBlock(pool, from, to));
      }
    }
    scores[asked.index()] = new RowScore(logits, asked.row().length(), 0);
    return true;
  }

  /** Throws if the books of the cache disagree, or a block is still held. */
  void checkIntegrity() {
    cache.checkIntegrity();
    if (cache.blocks().used() > 0) {
      throw new IllegalStateException(cache.blocks().used() + " blocks are held by nobody");
    }
  }

  @Override
  public void close() {
    manager.close();
    pool.close();
    if (owner) {
      network.close();
    }
  }

  private void run(ScoringRound round, RowScore[] scores) {
    try (NDManager scope = manager.newSubManager()) {
      float[] read = reading.logits(answers(scope, round.rows()));
      int next = 0;
      for (ScoringRound.Admitted row : round.admitted()) {
        float[] logits = row.logits(read, next);
        next += row.answers();
        known.put(row.wanted().asked().prefixes(), logits);
        scores[row.wanted().asked().index()] = new RowScore(logits, row.computed(), flops(row));
      }
    } finally {
      round.finish();
    }
  }

  private NDArray answers(NDManager scope, List<Row> rows) {
    return network.config().head() == Head.LANGUAGE
        ? network.forward(scope, pool, rows)
        : network.values(scope, pool, rows);
  }

  private double flops(ScoringRound.Admitted row) {
    double flops = 0;
    for (int position = row.computed(); position < row.tokens().length; position++) {
      flops += network.config().flopsPerToken(position + 1);
    }
    return flops;
  }
}
