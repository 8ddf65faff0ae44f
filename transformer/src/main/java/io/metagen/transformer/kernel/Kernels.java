package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Attention.View;
import io.metagen.transformer.kernel.Tile.QueryRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one network, over the step that it is in.
 *
 * <p>Owned by the thread that runs the network.
 */
public final class Kernels implements AutoCloseable {

  /** Numbers from which on a row-wise operator is worth waking other threads up for. */
  private static final int SHARED_WORK = 1 << 15;

  private static final float[] NONE = {};

  /** Pieces of the attention's work for each thread, so that they end at about the same time. */
  private static final int PIECES = 4;

  /**
   * What the operators must know of a network.
   *
   * @param hidden width of the residual stream
   * @param heads of queries
   * @param kvHeads of keys and values
   * @param width of a head
   * @param feedForward width of the feed-forward's middle
   * @param window positions that a token sees at most, its own included
   * @param epsilon of the norms
   */
  public record Network(
      int hidden, int heads, int kvHeads, int width, int feedForward, int window, float epsilon) {}

  private final Network network;
  private final Rotation rotation;
  private final long id;
  private @Nullable Step step;
  private @Nullable KvMemory memory;
  private @Nullable Throwable failure;
  private final Map<Long, float[]> vectors = new HashMap<>();
  private float[] queries = new float[0];
  private float[] sums = new float[0];
  private float[] largest = new float[0];
  private float[] divisors = new float[0];

  /** Makes the operators known to libtorch, if they are not yet. */
  public Kernels(Network network, Rotation rotation) {
    this.network = network;
    this.rotation = rotation;
    id = Operators.register(this);
  }

  /** Returns the number by which operators find this object. */
  public long id() {
    return id;
  }

  /** Begins a step over the keys and values of a pool. */
  public void begin(Step next, KvMemory pool) {
    step = next;
    memory = pool;
    failure = null;
    rotation.cover(next.context());
    int rows = next.tokens() * network.heads;
    if (largest.length < rows) {
      queries = new float[rows * network.width];
      sums = new float[rows * Lanes.padded(network.width)];
      largest = new float[rows];
      divisors = new float[rows * Lanes.L];
    }
  }

  /** Ends the step; throws what an operator failed of. */
  public void end() {
    step = null;
    memory = null;
    if (failure != null) {
      throw new IllegalStateException("an operator failed", failure);
    }
  }

  void fail(Throwable cause) {
    failure = cause;
  }

  private Step step() {
    if (step == null) {
      throw new IllegalStateException("no step has begun");
    }
    return step;
  }

  private KvMemory memory() {
    if (memory == null) {
      throw new IllegalStateException("no step has begun");
    }
    return memory;
  }

  /** Embeddings of the step's tokens. */
  void embed(Operators.Call call) {
    Rows table = call.rows(0, network.hidden);
    Rows x = call.rows(1, network.hidden);
    each(
        step().tokens(),
        network.hidden,
        token -> {
          float[] row = Scratch.row(network.hidden);
          table.load(step().id(token), row);
          x.store(token, row);
        });
  }

  /**
   * Adds what a product gave to the residual stream, and normalises the sum for the next product:
   * of all tokens, or only of those that are answered for.
   */
  void norm(Operators.Call call) {
    int width = network.hidden;
    Rows x = call.rows(0, width);
    boolean adds = call.address(1) != 0;
    Rows y = adds ? call.scaledRows(1, width) : x;
    float[] bias = vector(call.address(3), width);
    float[] weights = vector(call.address(4), width);
    Rows out = call.scaledRows(5, width);
    boolean answers = call.number(7) != 0;
    each(
        answers ? step().answers() : step().tokens(),
        2 * width,
        row -> {
          int token = answers ? step().answer(row) : row;
          float[] values = Scratch.row(2 * width);
          x.load(token, values);
          if (adds) {
            float[] added = Scratch.second(width);
            y.load(token, added);
            add(values, added, bias, width);
            x.store(token, values);
          }
          Norm.apply(values, 0, weights, network.epsilon);
          out.store(row, values);
        });
  }

  private static void add(float[] values, float[] added, float[] bias, int width) {
    for (int i = 0; i < bias.length; i++) {
      added[i] += bias[i];
    }
    for (int i = 0; i < width; i++) {
      values[i] += added[i];
    }
  }

  /** Gates the feed-forward's middle. */
  void gate(Operators.Call call) {
    int width = network.feedForward;
    Rows y = call.scaledRows(0, 2 * width);
    Rows out = call.scaledRows(2, width);
    each(
        step().tokens(),
        4 * width,
        token -> {
          float[] values = Scratch.row(2 * width);
          y.load(token, values);
          Gate.apply(values, width);
          out.store(token, values);
        });
  }

  /** Writes the step's keys and values to the pool, and attends to all that each token sees. */
  void attend(Operators.Call call) {
    int layer = (int) call.number(7);
    int all = (network.heads + 2 * network.kvHeads) * network.width;
    Rows y = call.scaledRows(0, all);
    float[] bias = vector(call.address(2), all);
    float[] queryNorm = vector(call.address(3), network.width);
    float[] keyNorm = vector(call.address(4), network.width);
    Rows out = call.scaledRows(5, network.heads * network.width);
    each(
        step().tokens(),
        2 * all,
        token -> {
          float[] values = Scratch.row(all);
          y.load(token, values);
          for (int i = 0; i < bias.length; i++) {
            values[i] += bias[i];
          }
          place(layer, token, values, queryNorm, keyNorm);
        });
    attend(layer);
    each(step().tokens(), 2 * all, token -> finish(token, out));
  }

  private void place(int layer, int token, float[] values, float[] queryNorm, float[] keyNorm) {
    int width = network.width;
    int position = step().position(token);
    for (int head = 0; head < network.heads + network.kvHeads; head++) {
      float[] norm = head < network.heads ? queryNorm : keyNorm;
      if (norm.length > 0) {
        Norm.apply(values, head * width, norm, network.epsilon);
      }
      rotation.turn(values, head * width, position);
    }
    float scale = Lanes.LOG2_E / (float) Math.sqrt(width);
    int query = token * network.heads * width;
    for (int i = 0; i < network.heads * width; i++) {
      queries[query + i] = values[i] * scale;
    }
    int size = memory().shape().blockSize();
    int block = step().block(token, size);
    for (int head = 0; head < network.kvHeads; head++) {
      long address = memory().address(layer, block, head);
      memory().writeKey(address, position % size, values, (network.heads + head) * width);
      memory()
          .writeValue(
              address, position % size, values, (network.heads + network.kvHeads + head) * width);
    }
    Arrays.fill(
        largest, token * network.heads, (token + 1) * network.heads, Float.NEGATIVE_INFINITY);
    int padded = Lanes.padded(width);
    Arrays.fill(sums, token * network.heads * padded, (token + 1) * network.heads * padded, 0f);
    Arrays.fill(
        divisors, token * network.heads * Lanes.L, (token + 1) * network.heads * Lanes.L, 0f);
  }

  private void attend(int layer) {
    Step now = step();
    KvMemory pool = memory();
    QueryRows state = new QueryRows(queries, sums, largest, divisors);
    int most = Math.ceilDiv(PIECES * Team.threads(), network.kvHeads);
    int[] pieces = now.pieces(most);
    Team.run(
        network.kvHeads * (pieces.length - 1),
        task -> {
          int piece = task / network.kvHeads;
          View view = new View(pool, layer, task % network.kvHeads, network.heads, network.window);
          new Attention(view, now.runs(), state).attend(pieces[piece], pieces[piece + 1]);
        });
  }

  private void finish(int token, Rows out) {
    int width = network.width;
    int padded = Lanes.padded(width);
    float[] values = Scratch.row(network.heads * width);
    for (int head = 0; head < network.heads; head++) {
      int row = token * network.heads + head;
      float divisor = 0;
      for (int i = 0; i < Lanes.L; i++) {
        divisor += divisors[row * Lanes.L + i];
      }
      for (int d = 0; d < width; d++) {
        values[head * width + d] = sums[row * padded + d] / divisor;
      }
    }
    out.store(token, values);
  }

  /** Returns a weight's numbers, none for the address 0; weights stay where they are. */
  private float[] vector(long address, int width) {
    return address == 0
        ? NONE
        : vectors.computeIfAbsent(
            address,
            at -> {
              float[] values = new float[width];
              Convert.fromF32(at, values, 0, width);
              return values;
            });
  }

  private static void each(int rows, int width, IntConsumer task) {
    if ((long) rows * width < SHARED_WORK) {
      for (int row = 0; row < rows; row++) {
        task.accept(row);
      }
    } else {
      int tasks = Math.min(rows, PIECES * Team.threads());
      Team.run(
          tasks,
          piece -> {
            int end = (int) ((long) rows * (piece + 1) / tasks);
            for (int row = (int) ((long) rows * piece / tasks); row < end; row++) {
              task.accept(row);
            }
          });
    }
  }

  @Override
  public void close() {
    Operators.forget(id);
  }
}
