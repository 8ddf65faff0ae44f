package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Attention.View;
import io.metagen.transformer.kernel.Team.Member;
import org.jspecify.annotations.Nullable;

/** A step's attention, layer by layer: queries, keys and values from a product to its results. */
final class AttentionOperator implements AutoCloseable {

  /**
   * What a layer brings.
   *
   * @param index of the layer
   * @param projected queries, keys and values of each token
   * @param bias to be added to them; empty for none
   * @param queryNorm weights of the queries' norm; empty for none
   * @param keyNorm weights of the keys' norm; empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // a view, one per call
  record Layer(int index, Rows projected, float[] bias, float[] queryNorm, float[] keyNorm) {}

  /** A step, the pool that it runs over, and how its threads divide it. */
  private record Work(Step step, KvMemory memory, AttentionTasks tasks, QueryRows rows) {}

  private final Network network;
  private final Rotation rotation;
  private final int perKey;
  private @Nullable Work work;
  private @Nullable QueryRows rows;
  private KvMemory.@Nullable Shape shape;
  private @Nullable Attention[] byThread = new Attention[0];

  AttentionOperator(Network network, Rotation rotation) {
    this.network = network;
    this.rotation = rotation;
    perKey = network.heads() / network.kvHeads();
  }

  /** Begins a step of so many threads. */
  void begin(Step step, KvMemory memory, int threads) {
    AttentionTasks tasks = AttentionTasks.of(step.runs(), network.kvHeads(), threads);
    ElementType type = memory.shape().products();
    work = new Work(step, memory, tasks, rows(step.tokens() * network.heads(), type));
    if (byThread.length < threads || !memory.shape().equals(shape)) {
      closeThreads();
      shape = memory.shape();
      byThread = new Attention[threads];
    }
  }

  private QueryRows rows(int needed, ElementType type) {
    if (rows == null || rows.count() < needed || rows.type() != type) {
      if (rows != null) {
        rows.close();
      }
      rows = new QueryRows(needed, network.width(), type);
    }
    return rows;
  }

  /** Runs one layer, with all other threads of a step. */
  void run(Member me, Layer layer, Rows out) {
    if (work == null) {
      throw new IllegalStateException("no step has begun");
    }
    Work now = work;
    int tokens = now.step.tokens();
    int width = 2 * layer.projected.width();
    me.each(tokens, width, token -> prepare(now, layer, token));
    attend(me, now, layer.index);
    me.each(tokens, width, token -> finish(now, token, out));
  }

  /** Turns a token's query and key, and keeps all that the attention needs of it. */
  private void prepare(Work now, Layer layer, int token) {
    float[] values = Scratch.row(layer.projected.width());
    layer.projected.load(token, values);
    for (int i = 0; i < layer.bias.length; i++) {
      values[i] += layer.bias[i];
    }
    int width = network.width();
    for (int head = 0; head < network.heads() + network.kvHeads(); head++) {
      float[] norm = head < network.heads() ? layer.queryNorm : layer.keyNorm;
      if (norm.length > 0) {
        Norm.apply(values, head * width, norm, network.epsilon());
      }
      rotation.turn(values, head * width, now.step.position(token));
    }
    keepQueries(now, token, values);
    keepKeys(now, layer.index, token, values);
  }

  private void keepQueries(Work now, int token, float[] values) {
    int width = network.width();
    float scale = Lanes.LOG2_E / (float) Math.sqrt(width);
    for (int i = 0; i < network.heads() * width; i++) {
      values[i] *= scale;
    }
    for (int head = 0; head < network.heads(); head++) {
      now.rows.begin(row(now, token, head), values, head * width);
    }
  }

  private int row(Work now, int token, int head) {
    int place = head / perKey * now.step.tokens() + now.step.place(token);
    return place * perKey + head % perKey;
  }

  private void keepKeys(Work now, int layer, int token, float[] values) {
    int width = network.width();
    int size = now.memory.shape().blockSize();
    int block = now.step.block(token, size);
    int place = now.step.position(token) % size;
    for (int head = 0; head < network.kvHeads(); head++) {
      long address = now.memory.address(layer, block, head);
      int key = (network.heads() + head) * width;
      now.memory.writeKey(address, place, values, key);
      now.memory.writeValue(address, place, values, key + network.kvHeads() * width);
    }
  }

  private void attend(Member me, Work now, int layer) {
    Attention own = attention(me.number(), now.memory.shape());
    View view = new View(now.memory, layer, now.rows, now.step.tokens());
    AttentionTasks tasks = now.tasks;
    me.each(tasks.count(), task -> own.attend(view, tasks.heads(task), tasks.runs(task)));
  }

  private Attention attention(int thread, KvMemory.Shape of) {
    Attention attention = byThread[thread];
    if (attention == null) {
      attention = new Attention(network, of);
      byThread[thread] = attention;
    }
    return attention;
  }

  /** Writes a token's result. */
  private void finish(Work now, int token, Rows out) {
    float[] values = Scratch.row(out.width());
    for (int head = 0; head < network.heads(); head++) {
      now.rows.end(row(now, token, head), values, head * network.width());
    }
    out.store(token, values);
  }

  private void closeThreads() {
    for (Attention attention : byThread) {
      if (attention != null) {
        attention.close();
      }
    }
  }

  @Override
  public void close() {
    closeThreads();
    if (rows != null) {
      rows.close();
    }
  }
}
