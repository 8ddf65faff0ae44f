package io.metagen.trainer.evaluation;

import io.metagen.task.Problem;
import io.metagen.task.SolutionChecker;
import io.metagen.task.Verdict;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Samples solutions of problems and grades them by the checker. One thread owns it. */
public final class Judge implements AutoCloseable {

  private final SolutionSampler sampler;
  private final Tokenizer tokenizer;

  /** Loads a generator from a folder in the Hugging Face layout. */
  public Judge(Path generator, Transformer.Options options, long seed) {
    sampler = new SolutionSampler(generator, options, seed);
    tokenizer = Tokenizer.load(generator);
  }

  /**
   * Returns graded rows, the samples of each problem in their order and the problems in theirs.
   *
   * @param progress hears how many problems are done
   */
  public List<List<Example>> examples(
      List<Problem> problems, int samples, float temperature, IntConsumer progress) {
    List<List<Example>> result = new ArrayList<>();
    problems.forEach(_ -> result.add(List.of()));
    List<Integer> order = byLength(problems);
    int size = SolutionSampler.problemsAtOnce(samples);
    for (int from = 0; from < order.size(); from += size) {
      List<Integer> part = order.subList(from, Math.min(order.size(), from + size));
      List<int[]> prompts =
          part.stream().map(i -> TaskVocabulary.encode(problems.get(i).prompt())).toList();
      List<List<Drawn>> solutions = sampler.sample(prompts, samples, temperature, from);
      for (int i = 0; i < part.size(); i++) {
        Problem problem = problems.get(part.get(i));
        int[] prompt = prompts.get(i);
        result.set(
            part.get(i),
            solutions.get(i).stream().map(drawn -> example(problem, prompt, drawn)).toList());
      }
      progress.accept(from + part.size());
    }
    return result;
  }

  /** The text of a graded row's solution. */
  public String text(Example example) {
    int[] tokens = example.tokens();
    return tokenizer.decode(
        IntStream.range(example.promptLength(), tokens.length).map(i -> tokens[i]).toArray(), true);
  }

  private Example example(Problem problem, int[] prompt, Drawn drawn) {
    int[] solution = drawn.tokens();
    Verdict verdict = SolutionChecker.check(tokenizer.decode(solution, true), problem);
    int[] tokens = IntStream.concat(IntStream.of(prompt), IntStream.of(solution)).toArray();
    int sound =
        verdict.wrongLine().isPresent()
            ? prompt.length + lineStart(solution, verdict.wrongLine().getAsInt())
            : tokens.length;
    return new Example(
        tokens,
        prompt.length,
        verdict.correct() ? 1 : 0,
        sound,
        Belief.after(solution, drawn.logprobs()));
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
