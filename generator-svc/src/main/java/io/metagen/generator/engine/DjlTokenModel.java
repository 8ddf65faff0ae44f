package io.metagen.generator.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.NoTokenException;
import io.metagen.transformer.sampling.SampledTokens;
import io.metagen.transformer.sampling.Sampler;
import io.metagen.transformer.sampling.SamplingRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A {@link Transformer} with its key/value memory and its sampler. */
public final class DjlTokenModel implements TokenModel {
  private final NDManager manager;
  private final Transformer transformer;
  private final KvPool pool;
  private final Sampler sampler;
  private final boolean owner;

  /** Takes the transformer over: it is closed with this model. */
  public DjlTokenModel(Transformer transformer, int blocks, int blockSize) {
    this(transformer, blocks, blockSize, true);
  }

  private DjlTokenModel(Transformer transformer, int blocks, int blockSize, boolean owner) {
    this.transformer = transformer;
    this.owner = owner;
    this.manager = NDManager.newBaseManager(transformer.device(), "PyTorch");
    this.sampler = Sampler.create(manager);
    this.pool = transformer.newKvPool(blocks, blockSize);
  }

  /** Returns a model with memory of its own that leaves the transformer open; for its thread. */
  public static DjlTokenModel borrowing(Transformer transformer, int blocks, int blockSize) {
    return new DjlTokenModel(transformer, blocks, blockSize, false);
  }

  @Override
  public Logits forward(List<Chunk> chunks) {
    return new StepLogits(manager.newSubManager(), chunks);
  }

  @Override
  public void copyBlock(int from, int to) {
    transformer.copyBlock(pool, from, to);
  }

  @Override
  public void close() {
    sampler.close();
    pool.close();
    if (owner) {
      transformer.close();
    }
    manager.close();
  }

  /**
   * The logits of one step: [answers, vocabulary] of the last positions of chunks after which a
   * token is drawn, and of the positions after which one is scored.
   */
  private final class StepLogits implements Logits {
    private final NDManager scope;
    private final List<Chunk> chunks;
    private final Row[] rows;
    private final NDArray logits;

    /** Where each chunk's logits begin. */
    private final int[] rowOf;

    StepLogits(NDManager scope, List<Chunk> chunks) {
      this.scope = scope;
      this.chunks = chunks;
      rows = new Row[chunks.size()];
      rowOf = new int[chunks.size()];
      int answers = 0;
      for (int i = 0; i < rows.length; i++) {
        rows[i] = chunks.get(i).row(transformer.config().heads());
        rowOf[i] = answers;
        answers += rows[i].answers().length;
      }
      logits = transformer.forward(scope, pool, List.of(rows));
    }

    @Override
    public List<Optional<DrawnToken>> sample(List<Draw> draws) {
      if (draws.isEmpty()) {
        return List.of();
      }
      List<Optional<DrawnToken>> drawn = new ArrayList<>(draws.size());
      try {
        SampledTokens tokens = sampleAll(draws);
        for (int i = 0; i < draws.size(); i++) {
          drawn.add(Optional.of(token(tokens, i)));
        }
        return drawn;
      } catch (NoTokenException e) {
        return sampleWithout(new HashSet<>(e.rows()), draws);
      }
    }

    @Override
    public double[] attention(int chunk, int token) {
      return Objects.requireNonNull(rows[chunk].masses(), "nothing is given up").of(token);
    }

    /** Draws again for all but those that have no token. */
    private List<Optional<DrawnToken>> sampleWithout(Set<Integer> none, List<Draw> draws) {
      List<Draw> others = new ArrayList<>();
      for (int i = 0; i < draws.size(); i++) {
        if (!none.contains(i)) {
          others.add(draws.get(i));
        }
      }
      List<Optional<DrawnToken>> drawn = sample(others);
      List<Optional<DrawnToken>> all = new ArrayList<>(draws.size());
      int next = 0;
      for (int i = 0; i < draws.size(); i++) {
        all.add(none.contains(i) ? Optional.empty() : drawn.get(next++));
      }
      return all;
    }

    private SampledTokens sampleAll(List<Draw> draws) {
      int[] rows = new int[draws.size()];
      List<SamplingRow> settings = new ArrayList<>(draws.size());
      for (int i = 0; i < rows.length; i++) {
        rows[i] = rowOf[draws.get(i).chunk()];
        settings.add(draws.get(i).sequence().row());
      }
      return sampler.sample(scope, gather(rows), settings);
    }

    private NDArray gather(int[] rows) {
      boolean inOrder = rows.length == logits.getShape().get(0);
      for (int i = 0; i < rows.length && inOrder; i++) {
        inOrder = rows[i] == i;
      }
      return inOrder ? logits : logits.get(new NDIndex("{}", scope.create(rows)));
    }

    @Override
    public List<DrawnToken> score(int index) {
      Chunk chunk = chunks.get(index);
      if (!chunk.scores()) {
        return List.of();
      }
      int count = rows[index].answers().length;
      int[] tokens = chunk.sequence().tokens();
      int[] ids = new int[count];
      List<LogprobRequest> requests = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ids[i] = tokens[chunk.scoredFrom() + i + 1];
        requests.add(request(chunk, chunk.scoredFrom() + i));
      }
      int begin = rowOf[index];
      NDArray own = logits.get(new NDIndex("{}:{}", begin, begin + count));
      SampledTokens scored = sampler.logprobs(scope, own, ids, requests);
      return IntStream.range(0, count).mapToObj(i -> token(scored, ids[i], i)).toList();
    }

    /** Further token ids are asked for at the position after the prompt alone. */
    private LogprobRequest request(Chunk chunk, int position) {
      LogprobRequest wanted = chunk.sequence().spec.logprobs();
      return position == chunk.sequence().promptLength() - 1
          ? wanted
          : new LogprobRequest(wanted.chosen(), wanted.top(), List.of());
    }

    private DrawnToken token(SampledTokens tokens, int i) {
      return token(tokens, tokens.ids()[i], i);
    }

    private DrawnToken token(SampledTokens tokens, int id, int i) {
      return new DrawnToken(
          id,
          tokens.logprobs()[i],
          tokens.topIds()[i],
          tokens.topLogprobs()[i],
          tokens.idLogprobs()[i]);
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
