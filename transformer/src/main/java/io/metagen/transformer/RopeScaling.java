package io.metagen.transformer;

/** How the rotary frequencies are stretched for contexts longer than the pretraining's. */
public sealed interface RopeScaling {

  /** Returns the frequency to use in place of an unscaled one, both in radians per position. */
  double scale(double frequency);

  /** Unscaled frequencies (Su et al. 2021, RoFormer). */
  record None() implements RopeScaling {
    @Override
    public double scale(double frequency) {
      return frequency;
    }
  }

  /** Position interpolation: every frequency divided by the factor (Chen et al. 2023). */
  record Linear(double factor) implements RopeScaling {
    @Override
    public double scale(double frequency) {
      return frequency / factor;
    }
  }

  /**
   * Llama 3.1's scaling: wavelengths beyond {@code originalContext / lowFactor} are divided by the
   * factor, those below {@code originalContext / highFactor} stay, between them is interpolated.
   * Source: Hugging Face Transformers, {@code _compute_llama3_parameters}.
   */
  record Llama3(double factor, double lowFactor, double highFactor, double originalContext)
      implements RopeScaling {
    @Override
    public double scale(double frequency) {
      double turns = originalContext * frequency / (2 * Math.PI);
      if (turns < lowFactor) {
        return frequency / factor;
      }
      if (turns > highFactor) {
        return frequency;
      }
      double smooth = (turns - lowFactor) / (highFactor - lowFactor);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }
}
