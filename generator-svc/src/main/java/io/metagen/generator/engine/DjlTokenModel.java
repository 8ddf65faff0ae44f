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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A {@link Transformer} with its key/value memory and its sampler. */
public final class DjlTokenModel implements TokenModel {
  private final NDManager manager;
  private final Transformer transformer;
  private final KvPool pool;
  private final Sampler sampler;

  /** Takes the transformer over: it is closed with this model. */
  public DjlTokenModel(Transformer transformer, int blocks, int blockSize) {
    this.transformer = transformer;
    this.manager = NDManager.newBaseManager(transformer.device(), "PyTorch");
    this.sampler = Sampler.create(manager);
    this.pool = transformer.newKvPool(blocks, blockSize);
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
    transformer.close();
    manager.close();
  }

  /**
   * The logits of one step: [sequences, vocabulary] for those that decode or prefill. Scored chunks
   * have theirs apart, one row per position.
   */
  private final class StepLogits implements Logits {
    private final NDManager scope;
    private final List<Chunk> chunks;
    private final List<Integer> order = new ArrayList<>();
    private final Optional<NDArray> last;
    private final Map<Integer, NDArray> every = new HashMap<>();

    StepLogits(NDManager scope, List<Chunk> chunks) {
      this.scope = scope;
      this.chunks = chunks;
      last = forward();
      forwardScored();
    }

    private Optional<NDArray> forward() {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < chunks.size(); i++) {
        if (!chunks.get(i).sequence().scored) {
          order.add(i);
          rows.add(chunks.get(i).row());
        }
      }
      return rows.isEmpty()
          ? Optional.empty()
          : Optional.of(transformer.forward(scope, pool, rows));
    }

    private void forwardScored() {
      for (int i = 0; i < chunks.size(); i++) {
        Chunk chunk = chunks.get(i);
        if (chunk.sequence().scored) {
          every.put(i, transformer.forwardAll(scope, pool, List.of(chunk.row())));
        }
      }
    }

    @Override
    public List<Optional<DrawnToken>> sample(List<Draw> draws) {
      List<Optional<DrawnToken>> drawn =
          new ArrayList<>(Collections.nCopies(draws.size(), Optional.empty()));
      List<Integer> open = new ArrayList<>(IntStream.range(0, draws.size()).boxed().toList());
      while (!open.isEmpty()) {
        try {
          SampledTokens tokens = sampleAll(open.stream().map(draws::get).toList());
          for (int i = 0; i < open.size(); i++) {
            drawn.set(open.get(i), Optional.of(token(tokens, i)));
          }
          break;
        } catch (NoTokenException e) {
          e.rows().reversed().forEach(row -> open.remove((int) row));
        }
      }
      return drawn;
    }

    private SampledTokens sampleAll(List<Draw> draws) {
      long[] rows = draws.stream().mapToLong(draw -> order.indexOf(draw.chunk())).toArray();
      List<SamplingRow> settings = draws.stream().map(draw -> draw.sequence().row()).toList();
      return sampler.sample(scope, gather(rows), settings);
    }

    private NDArray gather(long[] rows) {
      NDArray all = last.orElseThrow();
      boolean inOrder = rows.length == all.getShape().get(0);
      for (int i = 0; i < rows.length && inOrder; i++) {
        inOrder = rows[i] == i;
      }
      return inOrder ? all : all.get(new NDIndex("{}", scope.create(rows)));
    }

    @Override
    public List<DrawnToken> score(int index) {
      Chunk chunk = chunks.get(index);
      int from = chunk.scoredFrom() - chunk.start();
      int count = chunk.count() - from;
      NDArray logits = every.get(index);
      if (logits == null || count == 0) {
        return List.of();
      }
      int[] tokens = chunk.sequence().tokens();
      int[] ids = new int[count];
      List<LogprobRequest> requests = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ids[i] = tokens[chunk.scoredFrom() + i + 1];
        requests.add(request(chunk, chunk.scoredFrom() + i));
      }
      NDArray rows = logits.get(new NDIndex("{}:{}", from, chunk.count()));
      SampledTokens scored = sampler.logprobs(scope, rows, ids, requests);
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
