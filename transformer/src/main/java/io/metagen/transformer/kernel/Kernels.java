package io.metagen.transformer.kernel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one network, over the step that it is in.
 *
 * <p>Owned by the thread that runs the network.
 */
public final class Kernels implements AutoCloseable {
  private static final float[] NONE = {};

  private final Network network;
  private final Rotation rotation;
  private final AttentionOperator attention;
  private final Map<Long, float[]> vectors = new HashMap<>();
  private final long id;
  private @Nullable Step step;
  private @Nullable Throwable failure;

  /** Makes the operators known to libtorch, if they are not yet. */
  public Kernels(Network network, Rotation rotation) {
    this.network = network;
    this.rotation = rotation;
    attention = new AttentionOperator(network, rotation);
    id = Operators.register(this);
  }

  /** Returns the number by which operators find this object. */
  public long id() {
    return id;
  }

  /** Begins a step over the keys and values of a pool. */
  public void begin(Step next, KvMemory pool) {
    step = next;
    failure = null;
    rotation.cover(next.context());
    attention.begin(next, pool);
  }

  /** Ends the step; throws what an operator failed of. */
  public void end() {
    step = null;
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

  /** Embeddings of the step's tokens. */
  void embed(Operators.Call call) {
    int width = network.hidden();
    Rows table = call.rows(0, width);
    Rows x = call.rows(1, width);
    Step now = step();
    Team.each(
        now.tokens(),
        width,
        token -> {
          float[] row = Scratch.row(width);
          table.load(now.id(token), row);
          x.store(token, row);
        });
  }

  /**
   * Adds what a product gave to the residual stream, and normalises the sum for the next product:
   * of all tokens, or only of those that are answered for.
   */
  void norm(Operators.Call call) {
    int width = network.hidden();
    Step now = step();
    boolean answers = call.number(7) != 0;
    Residual residual =
        new Residual(
            call.rows(0, width),
            call.address(1) == 0 ? null : call.scaledRows(1, width),
            vector(call.address(3), width));
    float[] weights = vector(call.address(4), width);
    Rows out = call.scaledRows(5, width);
    Team.each(
        answers ? now.answers() : now.tokens(),
        2 * width,
        row -> {
          float[] values = Scratch.row(width);
          residual.load(answers ? now.answer(row) : row, values);
          Norm.apply(values, 0, weights, network.epsilon());
          out.store(row, values);
        });
  }

  /**
   * The residual stream with what a product gave for it.
   *
   * @param x the stream
   * @param y the product's result, if there was one
   * @param bias to be added to it; empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // a view, one per call
  private record Residual(Rows x, @Nullable Rows y, float[] bias) {

    /** Reads a token's sum, and keeps it. */
    private void load(int token, float[] values) {
      x.load(token, values);
      if (y != null) {
        float[] added = Scratch.second(y.width());
        y.load(token, added);
        for (int i = 0; i < bias.length; i++) {
          added[i] += bias[i];
        }
        for (int i = 0; i < y.width(); i++) {
          values[i] += added[i];
        }
        x.store(token, values);
      }
    }
  }

  /** Gates the feed-forward's middle. */
  void gate(Operators.Call call) {
    int width = network.feedForward();
    Rows y = call.scaledRows(0, 2 * width);
    Rows out = call.scaledRows(2, width);
    Team.each(
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
    int width = network.width();
    int queries = network.heads() * width;
    int all = queries + 2 * network.kvHeads() * width;
    attention.run(
        new AttentionOperator.Layer(
            (int) call.number(7),
            call.scaledRows(0, all),
            vector(call.address(2), all),
            vector(call.address(3), width),
            vector(call.address(4), width)),
        call.scaledRows(5, queries));
  }

  /** Returns a weight's numbers, none for the address 0; weights stay where they are. */
  private float[] vector(long address, int width) {
    return address == 0 ? NONE : vectors.computeIfAbsent(address, at -> read(at, width));
  }

  private static float[] read(long address, int width) {
    float[] values = new float[width];
    Convert.fromF32(address, values, 0, width);
    return values;
  }

  @Override
  public void close() {
    Operators.forget(id);
  }
}
