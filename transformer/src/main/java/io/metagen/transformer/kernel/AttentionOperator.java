package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Attention.View;
import io.metagen.transformer.kernel.Team.Member;
import io.metagen.transformer.kernel.Tile.QueryRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A step's attention, layer by layer: queries, keys and values from a product to its results. */
final class AttentionOperator {

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
  private record Work(Step step, KvMemory memory, AttentionTasks tasks) {}

  private final Network network;
  private final Rotation rotation;
  private final int padded;
  private @Nullable Work work;
  private QueryRows rows = QueryRows.of(0, 0);
  private KvMemory.@Nullable Shape shape;
  private @Nullable Attention[] byThread = new Attention[0];

  AttentionOperator(Network network, Rotation rotation) {
    this.network = network;
    this.rotation = rotation;
    padded = Lanes.padded(network.width());
  }

  /** Begins a step of so many threads. */
  void begin(Step step, KvMemory memory, int threads) {
    work = new Work(step, memory, AttentionTasks.of(step.runs(), network.kvHeads(), threads));
    int needed = step.tokens() * network.heads();
    boolean grows = rows.largest().length < needed;
    if (grows) {
      rows = QueryRows.of(needed, network.width());
    }
    if (grows || byThread.length < threads || !memory.shape().equals(shape)) {
      shape = memory.shape();
      byThread = new Attention[threads];
    }
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
    me.each(tokens, width, token -> finish(token, out));
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
    keepQueries(token, values);
    keepKeys(now, layer.index, token, values);
  }

  private void keepQueries(int token, float[] values) {
    float scale = Lanes.LOG2_E / (float) Math.sqrt(network.width());
    int numbers = network.heads() * network.width();
    int first = token * numbers;
    for (int i = 0; i < numbers; i++) {
      rows.queries()[first + i] = values[i] * scale;
    }
    int row = token * network.heads();
    int end = row + network.heads();
    Arrays.fill(rows.largest(), row, end, Float.NEGATIVE_INFINITY);
    Arrays.fill(rows.sums(), row * padded, end * padded, 0f);
    Arrays.fill(rows.divisors(), row * Lanes.L, end * Lanes.L, 0f);
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
    AttentionTasks tasks = now.tasks;
    me.each(
        tasks.count(),
        task -> own.attend(new View(now.memory, layer, tasks.heads(task), tasks.runs(task))));
  }

  private Attention attention(int thread, KvMemory.Shape of) {
    Attention attention = byThread[thread];
    if (attention == null) {
      attention = new Attention(network, of, rows);
      byThread[thread] = attention;
    }
    return attention;
  }

  /** Writes a token's result. */
  private void finish(int token, Rows out) {
    int width = network.width();
    float[] values = Scratch.row(out.width());
    for (int head = 0; head < network.heads(); head++) {
      int row = token * network.heads() + head;
      float divisor = 0;
      for (int i = 0; i < Lanes.L; i++) {
        divisor += rows.divisors()[row * Lanes.L + i];
      }
      for (int d = 0; d < width; d++) {
        values[head * width + d] = rows.sums()[row * padded + d] / divisor;
      }
    }
    out.store(token, values);
  }
}
