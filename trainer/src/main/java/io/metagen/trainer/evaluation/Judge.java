package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.task.SolutionChecker;
import io.metagen.task.Verdict;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Samples solutions of problems and grades them by the checker. One thread owns it. */
public final class Judge implements AutoCloseable {

  /** How many samples of each problem, and at which temperature. */
  public record Draw(int samples, float temperature) {}

  private final SolutionSampler sampler;
  private final Tokenizer tokenizer;

  /** Loads a generator from a folder in the Hugging Face layout. */
  public Judge(Path generator, Transformer.Options options, long seed) {
    sampler = new SolutionSampler(generator, options, seed);
    tokenizer = Tokenizer.load(generator);
  }

  /**
   * Returns the problems in their order with graded samples.
   *
   * @param first number of the first problem, part of the random numbers' seed
   * @param progress hears how many problems are done
   */
  public List<SampledProblem> sample(
      List<Problem> problems, int first, Draw draw, IntConsumer progress) {
    SampledProblem[] result = new SampledProblem[problems.size()];
    List<Integer> order = byLength(problems);
    int size = SolutionSampler.problemsAtOnce(draw.samples());
    for (int from = 0; from < order.size(); from += size) {
      List<Integer> part = order.subList(from, Math.min(order.size(), from + size));
      List<int[]> prompts =
          part.stream().map(i -> TaskVocabulary.encode(problems.get(i).prompt())).toList();
      List<List<Drawn>> solutions =
          sampler.sample(prompts, draw.samples(), draw.temperature(), first + from);
      for (int i = 0; i < part.size(); i++) {
        Problem problem = problems.get(part.get(i));
        result[part.get(i)] =
            new SampledProblem(
                problem, solutions.get(i).stream().map(drawn -> graded(problem, drawn)).toList());
      }
      progress.accept(from + part.size());
    }
    return List.of(result);
  }

  /** The text of a sample. */
  public String text(Sample sample) {
    return tokenizer.decode(sample.tokens(), true);
  }

  private Sample graded(Problem problem, Drawn drawn) {
    int[] solution = drawn.tokens();
    Verdict verdict = SolutionChecker.check(tokenizer.decode(solution, true), problem);
    int sound =
        verdict.wrongLine().isPresent()
            ? lineStart(solution, verdict.wrongLine().getAsInt())
            : solution.length;
    return new Sample(solution, verdict.correct(), sound, Belief.after(solution, drawn.logprobs()));
  }

  /** Returns the position of a line's first token. */
  private static int lineStart(int[] solution, int line) {
    int start = 0;
    for (int before = 0; before < line; before++) {
      while (solution[start] != TaskVocabulary.LINE_END) {
        start++;
      }
      start++;
    }
    return start;
  }

  /** Problems of like length go together, so that little is padded. */
  private static List<Integer> byLength(List<Problem> problems) {
    Stream<Integer> all = IntStream.range(0, problems.size()).boxed();
    return all.sorted(Comparator.comparingInt(i -> problems.get(i).solution().length())).toList();
  }

  @Override
  public void close() {
    tokenizer.close();
    sampler.close();
  }
}
