package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.NetworkWeights.Layer;
import io.metagen.transformer.kernel.StepTimes.Part;
import io.metagen.transformer.kernel.Team.Member;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network on CPUs, run step by step: every thread of a {@link Team} goes the whole way, layer by
 * layer, and takes its share of each phase. Nothing is allocated for the numbers of a step once
 * steps of its size have run.
 *
 * <p>Not thread-safe: one owner thread.
 */
public final class CpuNetwork implements AutoCloseable {
  private static final float[] NONE = {};

  private final Network network;
  private final Rotation rotation;
  private final NetworkWeights weights;
  private final Activations activations;
  private final AttentionOperator attention;
  private final StepTimes times = new StepTimes();

  /** Takes the weights, which end with it. */
  public CpuNetwork(Network network, Rotation rotation, NetworkWeights weights) {
    this.network = network;
    this.rotation = rotation;
    this.weights = weights;
    activations = new Activations(network, weights);
    attention = new AttentionOperator(network, rotation);
  }

  /** Returns where the time of its steps went. */
  public StepTimes times() {
    return times;
  }

  /**
   * Runs a step over the keys and values of a pool.
   *
   * @param answers address of room for the head's results [answers, its outputs], f32
   * @throws IllegalStateException if it fails, with the cause
   */
  public void run(Step step, KvMemory pool, long answers) {
    rotation.cover(step.context());
    int threads = Team.threads();
    activations.cover(step.tokens(), threads);
    attention.begin(step, pool, threads);
    Team.run(me -> new Pass(me, step).run(answers));
  }

  /** What a product gave for the residual stream, not added yet; no result before the first. */
  @SuppressWarnings("ArrayRecordComponent") // weights
  private record Pending(Rows result, float[] bias) {

    /** Adds a row to the numbers of an array. */
    private void addTo(int row, float[] values) {
      float[] added = Scratch.second(result.width());
      result.load(row, added);
      for (int i = 0; i < bias.length; i++) {
        added[i] += bias[i];
      }
      for (int i = 0; i < result.width(); i++) {
        values[i] += added[i];
      }
    }
  }

  /** One thread's way through a step. */
  private final class Pass {
    private final Member me;
    private final Step step;
    private final Rows residual = activations.residual();

    private Pass(Member me, Step step) {
      this.me = me;
      this.step = step;
      if (me.number() == 0) {
        times.begin();
      }
    }

    private void run(long answers) {
      embed();
      @Nullable Pending pending = null;
      int index = 0;
      for (Layer layer : weights.layers()) {
        norm(pending, layer.inputNorm(), layer.queriesKeysValues());
        attend(index++, layer);
        pending = new Pending(multiply(layer.output()), layer.biases().output());
        norm(pending, layer.postNorm(), layer.gateUp());
        gate(multiply(layer.gateUp()), activations.operand(layer.down()));
        pending = new Pending(multiply(layer.down()), NONE);
      }
      if (step.answers() > 0 && pending != null) {
        finish(pending, answers);
      }
    }

    private void lap(Part part) {
      if (me.number() == 0) {
        times.lap(part);
      }
    }

    private void embed() {
      int width = residual.width();
      me.each(
          step.tokens(),
          width,
          token -> {
            float[] row = Scratch.row(width);
            weights.embedding().load(step.id(token), row);
            residual.store(token, row);
          });
      lap(Part.EMBEDDING);
    }

    private Rows multiply(Matrix matrix) {
      Rows result = activations.result(matrix);
      multiply(matrix, step.tokens(), result);
      return result;
    }

    private void multiply(Matrix matrix, int rows, Rows result) {
      Product product = new Product(matrix, activations.operand(matrix), rows, result);
      long sums = activations.sums(me.number());
      me.each(product.tasks(), task -> product.run(task, sums));
      lap(Part.PRODUCTS);
    }

    /** Adds what is pending to the residual stream, and normalises that for the next product. */
    private void norm(@Nullable Pending pending, float[] norm, Matrix next) {
      Rows out = activations.operand(next);
      me.each(
          step.tokens(),
          2 * residual.width(),
          token -> {
            float[] values = Scratch.row(residual.width());
            residual.load(token, values);
            if (pending != null) {
              pending.addTo(token, values);
              residual.store(token, values);
            }
            Norm.apply(values, 0, norm, network.epsilon());
            out.store(token, values);
          });
      lap(Part.NORMS);
    }

    private void attend(int index, Layer layer) {
      AttentionOperator.Layer own =
          new AttentionOperator.Layer(
              index,
              multiply(layer.queriesKeysValues()),
              layer.biases().queriesKeysValues(),
              layer.headNorms().queries(),
              layer.headNorms().keys());
      attention.run(me, own, activations.operand(layer.output()));
      lap(Part.ATTENTION);
    }

    private void gate(Rows gateUp, Rows out) {
      int width = out.width();
      me.each(
          step.tokens(),
          4 * width,
          token -> {
            float[] values = Scratch.row(2 * width);
            gateUp.load(token, values);
            Gate.apply(values, width);
            out.store(token, values);
          });
      lap(Part.GATES);
    }

    /** Normalises the tokens that are answered for, and multiplies them with the head. */
    private void finish(Pending pending, long answers) {
      NetworkWeights.Head head = weights.head();
      Rows out = activations.operand(head.first());
      me.each(
          step.answers(),
          2 * residual.width(),
          row -> {
            float[] values = Scratch.row(residual.width());
            residual.load(step.answer(row), values);
            pending.addTo(step.answer(row), values);
            Norm.apply(values, 0, weights.finalNorm(), network.epsilon());
            out.store(row, values);
          });
      lap(Part.NORMS);
      if (head.inner() != null) {
        Rows inner = activations.result(head.inner());
        multiply(head.inner(), step.answers(), inner);
        each(inner, values -> rectify(values, head.innerBias()), activations.operand(head.outer()));
      }
      Rows result = Rows.of(answers, ElementType.F32, head.outer().outputs());
      multiply(head.outer(), step.answers(), result);
      if (head.bias().length > 0) {
        each(result, values -> add(values, head.bias()), result);
      }
    }

    /** Changes every answer's row on its way from one place to another. */
    private void each(Rows from, Consumer<float[]> change, Rows to) {
      me.each(
          step.answers(),
          from.width(),
          row -> {
            float[] values = Scratch.row(from.width());
            from.load(row, values);
            change.accept(values);
            to.store(row, values);
          });
      lap(Part.GATES);
    }

    private static void add(float[] values, float[] bias) {
      for (int i = 0; i < bias.length; i++) {
        values[i] += bias[i];
      }
    }

    private static void rectify(float[] values, float[] bias) {
      for (int i = 0; i < bias.length; i++) {
        values[i] = Math.max(0, values[i] + bias[i]);
      }
    }
  }

  @Override
  public void close() {
    attention.close();
    activations.close();
    weights.close();
  }
}
