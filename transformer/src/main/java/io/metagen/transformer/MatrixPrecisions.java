package io.metagen.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each matrix of a network is held and multiplied in. A tied head has a name of its own, apart
 * from the embedding. Norms, biases and heads of values are f32 and have no place here.
 */
final class MatrixPrecisions {
  private final Precision precision;
  private final SortedMap<String, Precision> byName = new TreeMap<>();

  private MatrixPrecisions(Precision precision) {
    this.precision = precision;
  }

  /**
   * Returns the precisions of a checkpoint's matrices.
   *
   * @throws CheckpointException if an exception matches no matrix, or only some of those that are
   *     multiplied as one
   */
  static MatrixPrecisions of(
      Checkpoint checkpoint, Precision precision, PrecisionExceptions exceptions) {
    MatrixPrecisions precisions = new MatrixPrecisions(precision);
    List<PackedTensor> matrices = matrices(checkpoint);
    matrices.forEach(
        matrix -> matrix.parts().forEach(part -> precisions.byName.put(part.name(), precision)));
    exceptions.rules().forEach(rule -> precisions.apply(rule, checkpoint));
    matrices.forEach(matrix -> precisions.checkOne(matrix, checkpoint));
    return precisions;
  }

  private static List<PackedTensor> matrices(Checkpoint checkpoint) {
    List<PackedTensor> matrices = new ArrayList<>(checkpoint.layout().tensors());
    if (checkpoint.config().tiedHead()) {
      matrices.add(PackedTensor.of(Layout.languageHead(checkpoint.config())));
    }
    matrices.removeIf(
        tensor -> {
          TensorSpec first = tensor.parts().getFirst();
          return first.isVector() || Head.ofValues(first.name());
        });
    return matrices;
  }

  private void apply(PrecisionExceptions.Rule rule, Checkpoint checkpoint) {
    List<String> matched = byName.keySet().stream().filter(rule::matches).toList();
    if (matched.isEmpty()) {
      throw error(
          checkpoint,
          rule.toString(),
          "matches no matrix; there are, for example, "
              + String.join(", ", byName.keySet().stream().limit(4).toList())
              + " (norms, biases and heads of values are always f32)");
    }
    matched.forEach(name -> byName.put(name, rule.precision()));
  }

  private void checkOne(PackedTensor matrix, Checkpoint checkpoint) {
    List<String> names = matrix.parts().stream().map(TensorSpec::name).toList();
    if (names.stream().map(this::of).distinct().count() > 1) {
      throw error(
          checkpoint,
          String.join(", ", names),
          "are multiplied as one matrix, so the exceptions must name all of them or none");
    }
  }

  private static CheckpointException error(Checkpoint checkpoint, String where, String problem) {
    return new CheckpointException(
        checkpoint.tensors().place(), "precision exceptions: " + where, problem);
  }

  /** Returns the precision of a matrix. */
  Precision of(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  /** Returns the network's precision and every matrix that has another. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(precision.toString());
    byName.forEach(
        (name, own) -> {
          if (own != precision) {
            text.append(' ').append(name).append('=').append(own);
          }
        });
    return text.toString();
  }
}
