package io.metagen.bench.cost;

import io.metagen.transformer.kernel.StepTimes;
import io.metagen.transformer.kernel.StepTimes.Part;
import java.util.Locale;

/** Parts of a step, as the network itself takes their time. */
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
  /**
   * What else the step's wall time has: putting it together, waking the threads, the call itself.
   */
  REST;

  /** Returns the name in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the nanoseconds that the group has had in all of a network's steps; 0 for the rest. */
  long nanos(StepTimes times) {
    return switch (this) {
      case PRODUCTS -> times.nanos(Part.PRODUCTS);
      case ATTENTION -> times.nanos(Part.ATTENTION);
      case NORMS -> times.nanos(Part.NORMS);
      case GATES -> times.nanos(Part.GATES);
      case EMBEDDING -> times.nanos(Part.EMBEDDING);
      case REST -> 0;
    };
  }
}
