package io.metagen.trainer.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.metagen.task.Problem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.List;
import java.util.function.Function;

/** A problem with solutions that a generator drew, in the order they were drawn. */
public record SampledProblem(Problem problem, List<Sample> samples) {

  public SampledProblem {
    samples = List.copyOf(samples);
  }

  /** Whether some samples are right and some are wrong. */
  @JsonIgnore
  public boolean divided() {
    return samples.stream().anyMatch(Sample::correct)
        && !samples.stream().allMatch(Sample::correct);
  }

  /** The prompt with its samples, each as told. */
  public Example example(Function<Sample, Continuation> as) {
    return new Example(TaskVocabulary.encode(problem.prompt()), samples.stream().map(as).toList());
  }
}
