package io.metagen.trainer.assistant;

import io.metagen.task.CorrectionPairs;
import io.metagen.task.Distraction;
import io.metagen.task.FactCollection;
import io.metagen.task.Omission;
import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Shorthand;
import io.metagen.task.Split;
import io.metagen.trainer.training.Batch;
import io.metagen.trainer.training.BatchSource;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.ProblemBatches;
import io.metagen.trainer.training.Rounds;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The assistant's tasks in turn. Of ten rows, five have checks and corrections of samples of one
 * problem, one a problem to rewrite, two problems that leave facts out, or do not, and two problems
 * to solve.
 *
 * @param sampled a generator's samples to check and to correct
 * @param rows rows of a batch
 * @param seed decides everything else
 */
public record AssistantBatches(List<SampledProblem> sampled, int rows, long seed)
    implements BatchSource {

  private static final int BATCHES = 16;
  private static final int KINDS = 10;
  private static final int REVIEWS = 5;

  /** Far beyond the problems that generators are trained on and those that were sampled. */
  private static final int FIRST_PROBLEM = 1_500_000_000;

  /** Samples of a problem that are checked, and as many that are corrected. */
  private static final int REVIEWED = 2;

  private static final double DIRECTLY = 0.25;
  private static final double WITH_FEEDBACK = 0.4;
  private static final double COMPLETE = 0.2;
  private static final CorrectionPairs PAIRS = new CorrectionPairs(1, 0.1);

  public AssistantBatches {
    sampled = List.copyOf(sampled);
  }

  @Override
  public List<Batch> round(long firstStep, double used) {
    long first = firstStep * rows;
    List<Example> examples =
        LongStream.range(first, first + (long) BATCHES * rows).mapToObj(this::example).toList();
    return Rounds.bucketed(examples, rows, seed ^ firstStep);
  }

  private Example example(long number) {
    int kind = (int) (number % KINDS);
    long turn = number / KINDS;
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    if (kind < REVIEWS) {
      long index = turn * REVIEWS + kind;
      return reviewed(sampled.get((int) (index % sampled.size())), random);
    }
    Problem problem =
        new ProblemSource(seed)
            .problem(
                Split.TRAIN,
                random.nextInt(Problem.LOWEST_LEVEL, Problem.HIGHEST_LEVEL + 1),
                Math.toIntExact(FIRST_PROBLEM + number));
    return switch (kind) {
      case REVIEWS -> Lessons.rewriting(Distraction.of(problem, random));
      case REVIEWS + 1, REVIEWS + 2 -> asked(problem, random);
      default -> ProblemBatches.example(problem, Shorthand.of(problem.solution(), random));
    };
  }

  private static Example asked(Problem problem, SplittableRandom random) {
    String solution = Shorthand.of(problem.solution(), random);
    if (random.nextDouble() < COMPLETE) {
      return Lessons.asking(problem.problem(), List.of(), solution);
    }
    return Omission.of(problem, FactCollection.of(random), random)
        .map(omission -> Lessons.asking(omission.text(), omission.lookUps(), solution))
        .orElseGet(() -> Lessons.asking(problem.problem(), List.of(), solution));
  }

  private static Example reviewed(SampledProblem sampled, SplittableRandom random) {
    String problem = sampled.problem().problem();
    List<CorrectionPairs.Sample> samples =
        sampled.samples().stream().map(AssistantBatches::valued).toList();
    List<Continuation> continuations = new ArrayList<>();
    for (int i = 0; i < REVIEWED; i++) {
      String solution = samples.get(random.nextInt(samples.size())).solution();
      continuations.add(
          random.nextDouble() < DIRECTLY
              ? Lessons.verdict(problem, solution)
              : Lessons.check(problem, solution));
      CorrectionPairs.Sample shown = samples.get(random.nextInt(samples.size()));
      boolean feedback = random.nextDouble() < WITH_FEEDBACK;
      PAIRS
          .better(shown, samples, random)
          .or(() -> shown.value() == 1 ? Optional.of(shown) : Optional.empty())
          .ifPresent(
              better ->
                  continuations.add(
                      Lessons.correction(problem, shown.solution(), better.solution(), feedback)));
    }
    return new Example(TaskVocabulary.encode(sampled.problem().prompt()), continuations);
  }

  private static CorrectionPairs.Sample valued(Sample sample) {
    return new CorrectionPairs.Sample(
        TaskVocabulary.decode(sample.tokens()), sample.correct() ? 1 : 0);
  }
}
