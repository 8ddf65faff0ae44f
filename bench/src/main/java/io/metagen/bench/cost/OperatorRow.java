package io.metagen.bench.cost;

import java.util.List;

/**
 * A step's operators.
 *
 * @param batch sequences with one new token each
 * @param context tokens of each before it, nothing shared
 * @param readGBPerSecond the limit of bytes that holds for the row
 * @param productGflops the limit of the products
 * @param otherGflops the limit of all other operators: that of f32
 * @param operators each group, then {@code step}
 */
public record OperatorRow(
    String shape,
    String precision,
    int batch,
    int context,
    double readGBPerSecond,
    double productGflops,
    double otherGflops,
    List<OperatorShare> operators) {

  public OperatorRow {
    operators = List.copyOf(operators);
  }
}
