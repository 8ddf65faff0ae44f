package io.metagen.trainer.evaluation;

import io.metagen.task.SolutionChecker;
import io.metagen.trainer.evaluation.PrefixSearch.Known;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the first line of a solution that spoils it, by nothing but the final answer: a line is
 * good where any of some completions from behind it reaches the right answer (Math-Shepherd's hard
 * estimate, Wang et al. 2024, section 3.3). A completion from behind a line is one from behind each
 * line before it too, so good lines come first and the border is found by bisection (OmegaPRM, Luo
 * et al. 2024, section 3.2). One thread owns it.
 */
public final class Rollouts implements AutoCloseable {

  /** Completions from one place that are drawn at once. */
  private static final int AT_ONCE = 4;

  private final SolutionSampler sampler;
  private final Tokenizer tokenizer;
  private final int most;
  private int drawn;

  /**
   * @param generator its folder, in the Hugging Face layout
   * @param most completions from one place before it is given up
   */
  public Rollouts(Path generator, Transformer.Options options, long seed, int most) {
    sampler = new SolutionSampler(generator, options, seed);
    tokenizer = Tokenizer.load(generator);
    this.most = most;
  }

  /**
   * Returns for each problem's samples how many lines are good; a sample with the right answer is a
   * completion itself, so all its lines are.
   */
  public List<GoodLines> goodLines(List<SampledProblem> problems) {
    List<List<PrefixSearch>> searches = new ArrayList<>();
    for (SampledProblem problem : problems) {
      Known known = Known.of(problem);
      searches.add(
          problem.samples().stream().map(sample -> new PrefixSearch(known, sample)).toList());
    }
    List<PrefixSearch.Trial> trials = trials(searches);
    while (!trials.isEmpty()) {
      complete(trials);
      trials = trials(searches);
    }
    List<GoodLines> good = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      good.add(
          new GoodLines(
              problems.get(i).problem().id(),
              searches.get(i).stream().map(PrefixSearch::good).toList()));
    }
    return good;
  }

  /** The places that open searches have to try, each once. */
  private static List<PrefixSearch.Trial> trials(List<List<PrefixSearch>> searches) {
    return searches.stream()
        .flatMap(List::stream)
        .flatMap(search -> search.next().stream())
        .distinct()
        .toList();
  }

  private void complete(List<PrefixSearch.Trial> trials) {
    List<PrefixSearch.Trial> trying = trials;
    for (int tried = 0; tried < most && !trying.isEmpty(); tried += AT_ONCE) {
      List<PrefixSearch.Trial> failed = new ArrayList<>();
      int size = SolutionSampler.problemsAtOnce(AT_ONCE);
      for (int from = 0; from < trying.size(); from += size) {
        List<PrefixSearch.Trial> part = trying.subList(from, Math.min(trying.size(), from + size));
        failed.addAll(failed(part));
      }
      trying = failed;
    }
    trying.forEach(PrefixSearch.Trial::fail);
  }

  /** Draws completions of each, tells those that reach the answer so, and returns the others. */
  private List<PrefixSearch.Trial> failed(List<PrefixSearch.Trial> trials) {
    List<List<Drawn>> completions =
        sampler.sample(trials.stream().map(Rollouts::prompt).toList(), AT_ONCE, 1, drawn);
    drawn += trials.size();
    List<PrefixSearch.Trial> failed = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      PrefixSearch.Trial trial = trials.get(i);
      String answer = trial.known().problem().answer();
      boolean reached =
          completions.get(i).stream()
              .map(completion -> tokenizer.decode(completion.tokens(), true))
              .anyMatch(text -> SolutionChecker.correct(text, answer));
      if (reached) {
        trial.succeed();
      } else {
        failed.add(trial);
      }
    }
    return failed;
  }

  private static int[] prompt(PrefixSearch.Trial trial) {
    return IntStream.concat(
            IntStream.of(TaskVocabulary.encode(trial.known().problem().prompt())),
            trial.prefix().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
    sampler.close();
  }
}
