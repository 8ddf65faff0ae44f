package io.metagen.trainer;

import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.Objective;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reward models: what each learns once it knows what to doubt. */
enum RewardKind {
  OUTCOME(
      "reward",
      """
      # Metagen's embedded outcome reward model

      Scores prompt, solution and `<|end_of_text|>` of the embedded generator: the sigmoid of the scalar at the last
      token is the probability that the final answer is right.
      """,
      """
        label of the last token: whether the answer is right (Cobbe et al. 2021), by binary cross-entropy.
      """),
  PREFERENCE(
      "preference",
      """
      # Metagen's embedded outcome reward model of preferences

      Scores prompt, solution and `<|end_of_text|>` of the embedded generator by the scalar at the last token. Differences
      between solutions of one problem tell how likely one is preferred; the sigmoid of a score is no probability of being
      right until it is calibrated.
      """,
      """
        objective: each sample with a right answer before each with a wrong one of the same problem, by their scalars at the
        last token (Bradley and Terry 1952; Ouyang et al. 2022, equation 1).
      """),
  PROCESS(
      "process",
      """
      # Metagen's embedded process reward model

      Scores each line of a solution of the embedded generator: the sigmoid of the scalar at the line's end is the
      probability that the line is good. The last line ends with a line end too.
      """,
      """
        label of a line's end: how likely it is good, by how many completions from behind each line reach the right answer
        (Math-Shepherd, Wang et al. 2024, section 3.3; ADR 0025). The step checker had no part in it.
      """);

  private final String folder;
  private final String title;
  private final String learned;

  RewardKind(String folder, String title, String learned) {
    this.folder = folder;
    this.title = title;
    this.learned = learned;
  }

  Path folder() {
    return Path.of("models", folder);
  }

  String title() {
    return title;
  }

  /** The end of the recipe's item about it. */
  String learned() {
    return learned;
  }

  Objective objective() {
    return this == PREFERENCE ? Objective.PREFERENCE : Objective.VALUE;
  }

  /**
   * Returns what it learns from.
   *
   * @param labels of the first of the problems, for a process model
   */
  List<Example> examples(List<SampledProblem> sampled, List<GoodLines> labels) {
    return switch (this) {
      case OUTCOME -> sampled.stream().map(problem -> problem.example(Sample::answered)).toList();
      case PREFERENCE ->
          sampled.stream()
              .filter(SampledProblem::divided)
              .map(problem -> problem.example(Sample::answered))
              .toList();
      case PROCESS -> stepped(sampled, labels);
    };
  }

  private static List<Example> stepped(List<SampledProblem> sampled, List<GoodLines> labels) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      SampledProblem problem = sampled.get(i);
      List<List<Float>> chances = labels.get(i).chances();
      List<Continuation> continuations = new ArrayList<>();
      for (int sample = 0; sample < chances.size(); sample++) {
        continuations.add(problem.samples().get(sample).stepped(chances.get(sample)));
      }
      examples.add(new Example(TaskVocabulary.encode(problem.problem().prompt()), continuations));
    }
    return examples;
  }
}
