package io.metagen.bench.cost;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parts of a step, by the operators that libtorch's profile names. */
public enum OperatorGroup {
  /** Products with the weights, the head's included. */
  PRODUCTS,
  /** Rotation, the write of keys and values, and the attention over them. */
  ATTENTION,
  /** Norms, each with the sum into the residual stream before it. */
  NORMS,
  /** The feed-forward's gates. */
  GATES,
  /** The look-up of the tokens. */
  EMBEDDING,
  /** What else the step's wall time has: the interpreter, memory, the call itself. */
  REST;

  /** Returns the name in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the group's part of the times of operators.
   *
   * @throws IllegalStateException if there is none, so that an operator's new name doesn't go
   *     unnoticed
   */
  double of(Map<String, Double> times) {
    List<String> operators = operators();
    if (operators.stream().noneMatch(times::containsKey)) {
      throw new IllegalStateException("the profile has none of " + operators);
    }
    return operators.stream().mapToDouble(name -> times.getOrDefault(name, 0.0)).sum();
  }

  private List<String> operators() {
    return switch (this) {
      case PRODUCTS -> List.of("mkldnn::_linear_pointwise", "onednn::qlinear_pointwise");
      case ATTENTION -> List.of("metagen::attend");
      case NORMS -> List.of("metagen::norm");
      case GATES -> List.of("metagen::gate");
      case EMBEDDING -> List.of("metagen::embed");
      case REST -> List.of();
    };
  }
}
