package io.metagen.verifier.reward;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes probabilities of logits: sigmoid(scale logit + shift) (Platt 1999), fitted on validation
 * problems and kept beside the model in {@value #FILE}. With a shift of 0 the scale is the inverse
 * of a temperature (Guo et al. 2017, section 4.2).
 *
 * @param scale above 0, so that a larger logit stays a larger score
 * @param shift of the scaled logit
 */
public record Calibration(double scale, double shift) {
  static final String FILE = "calibration.json";

  /** The plain sigmoid. */
  public static final Calibration NONE = new Calibration(1, 0);

  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public Calibration {
    if (!(scale > 0) || scale == Double.POSITIVE_INFINITY || !Double.isFinite(shift)) {
      throw new IllegalArgumentException(
          "scale: " + scale + ", range above 0; shift: " + shift + ", a finite number");
    }
  }

  /**
   * Returns what a model's folder says, {@link #NONE} if it says nothing.
   *
   * @throws IllegalArgumentException naming the file, if it can't be used
   */
  static Calibration read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      return MAPPER.readValue(file.toFile(), Calibration.class);
    } catch (IOException e) { // what the constructor throws is wrapped in one
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the probability, in [0, 1], that a logit stands for. */
  double probability(double logit) {
    return 1 / (1 + Math.exp(-(scale * logit + shift)));
  }
}
