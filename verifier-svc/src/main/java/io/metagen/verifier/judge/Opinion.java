package io.metagen.verifier.judge;

import io.metagen.verifier.judge.JudgeGenerator.Spent;
import java.util.List;

/**
 * What a judge said of a candidate.
 *
 * @param score mean over the verdicts, in [0, 1]
 * @param critiques texts before the verdicts, none if asked directly
 * @param scores of the verdicts, in the order of the critiques
 */
public record Opinion(double score, List<String> critiques, List<Double> scores, Spent spent) {
  public Opinion {
    critiques = List.copyOf(critiques);
    scores = List.copyOf(scores);
  }
}
