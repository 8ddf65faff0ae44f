package io.metagen.verifier.utility;

import io.metagen.verifier.answer.AnswerNormalizer;
import java.util.List;
import java.util.Optional;

/**
 * Is 1 where both texts give a final answer and its normal forms are equal, else 0: the mean over
 * the samples of a problem is then the share of a majority vote. A text without an answer agrees
 * with none, itself included.
 */
public record AnswerMatch() implements TextUtility {
  @Override
  public String name() {
    return "answer_match";
  }

  @Override
  public Effort effort() {
    return new Effort(50, 50, 0, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    List<Optional<String>> answers = texts.stream().map(AnswerNormalizer::ofSolution).toList();
    return Reading.free(
        (hypothesis, evidence) ->
            answers.get(hypothesis).isPresent()
                    && answers.get(hypothesis).equals(answers.get(evidence))
                ? 1
                : 0);
  }
}
