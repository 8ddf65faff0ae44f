package io.metagen.trainer.evaluation;

import io.metagen.trainer.evaluation.Statistics.Graded;
import java.util.List;

/**
 * A model's calibration.
 *
 * @param scaling fitted on one part of the scores
 * @param scores how many it was fitted on
 * @param held how many the errors are measured on, of other problems
 * @param before expected calibration error of the scores as they are
 * @param after that of the scaled ones
 */
public record CalibrationReport(
    PlattScaling scaling, int scores, int held, double before, double after) {

  /** Fits the scores of some problems and measures on those of others. */
  public static CalibrationReport of(List<Graded> fitted, List<Graded> held) {
    PlattScaling scaling = PlattScaling.fit(fitted);
    return new CalibrationReport(
        scaling, fitted.size(), held.size(), PlattScaling.NONE.error(held), scaling.error(held));
  }
}
