package io.metagen.verifier.reward;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.LoadLog;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network with a scalar head over a prefix cache.
 *
 * <p>Rows are scored in rounds. Where two rows would compute the same full block, the first does
 * and the others wait for the next round, where they find it in the cache. So every distinct block
 * is computed once however the rows were split over calls and batches, and the counts of tokens and
 * operations do not depend on that split while the cache is large enough. Not thread-safe: {@link
 * ScoringEngine}'s thread owns it.
 */
final class ModelScorer implements RowScorer {
  private static final Logger LOG = LoggerFactory.getLogger(ModelScorer.class);

  private final Transformer network;
  private final Memory memory;
  private final KvPool pool;
  private final PrefixCache cache;
  private final NDManager manager;
  private final boolean owner;

  /**
   * @param blocks blocks of keys and values
   * @param blockSize tokens in a block
   * @param stepTokens most new tokens in one forward pass, unless one row alone has more
   */
  record Memory(int blocks, int blockSize, int stepTokens) {}

  private ModelScorer(Transformer network, Memory memory, boolean owner) {
    this.network = network;
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
   * @throws IllegalArgumentException where the head is no scalar or the memory holds no full
   *     context
   */
  static ModelScorer load(Path folder, Transformer.Options options, Memory memory) {
    LoadLog log = new LoadLog(folder.toString(), InstantSource.system(), LOG::info);
    Transformer network = Transformer.load(folder, options, log);
    ModelConfig config = network.config();
    int needed = Math.ceilDiv(config.maxPositions(), memory.blockSize());
    if (config.head().outputs() != 1 || memory.blocks() < needed) {
      network.close();
      throw new IllegalArgumentException(
          config.head().outputs() == 1
              ? "metagen.verifier.kv-blocks: a context of "
                  + config.maxPositions()
                  + " tokens needs at least "
                  + needed
              : folder
                  + ": architectures: "
                  + config.architecture()
                  + " has no head of one value; a ...ForSequenceClassification is needed");
    }
    return new ModelScorer(network, memory, true);
  }

  /** Returns a scorer over the same network, which it leaves open, with memory of its own. */
  ModelScorer borrowed() {
    return new ModelScorer(network, memory, false);
  }

  @Override
  public ModelFacts facts() {
    ModelConfig config = network.config();
    return new ModelFacts(network.fingerprint(), config.maxPositions(), config.vocabularySize());
  }

  @Override
  public List<RowScore> score(List<int[]> rows) {
    RowScore[] scores = new RowScore[rows.size()];
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      left.add(i);
    }
    while (!left.isEmpty()) {
      ScoringRound round = new ScoringRound(cache, memory.stepTokens());
      left.removeIf(
          i -> round.admit(i, rows.get(i), (from, to) -> network.copyBlock(pool, from, to)));
      run(round, scores);
    }
    return Arrays.asList(scores);
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
      float[] logits = network.values(scope, pool, round.rows()).toFloatArray();
      for (int i = 0; i < logits.length; i++) {
        ScoringRound.Admitted row = round.admitted().get(i);
        scores[row.index()] = new RowScore(logits[i], row.computed(), flops(row));
      }
    } finally {
      round.finish();
    }
  }

  private double flops(ScoringRound.Admitted row) {
    double flops = 0;
    for (int position = row.computed(); position < row.tokens().length; position++) {
      flops += network.config().flopsPerToken(position + 1);
    }
    return flops;
  }
}
