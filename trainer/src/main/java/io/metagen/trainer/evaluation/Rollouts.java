package io.metagen.trainer.evaluation;

import io.metagen.task.SolutionChecker;
import io.metagen.trainer.training.GoodLines;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the first line of a solution that spoils it, by nothing but final answers: from behind each
 * line completions are drawn, and how many of them reach the right answer tells where it is lost
 * (Math-Shepherd, Wang et al. 2024, section 3.3; {@link Border} decides). One thread owns it.
 */
public final class Rollouts implements AutoCloseable {

  private final SolutionSampler sampler;
  private final Tokenizer tokenizer;
  private final int completions;
  private int drawn;

  /** A place to complete from: behind the first lines of a solution. */
  private record Place(SampledProblem problem, List<Integer> lines) {}

  /**
   * @param generator its folder, in the Hugging Face layout
   * @param completions from each place
   */
  public Rollouts(Path generator, Transformer.Options options, long seed, int completions) {
    sampler = new SolutionSampler(generator, options, seed);
    tokenizer = Tokenizer.load(generator);
    this.completions = completions;
  }

  /**
   * Returns for each problem's samples how likely each line is good. Those of a sample with the
   * right answer are, and so are a wrong one's first lines where a right one has the same.
   */
  public List<GoodLines> goodLines(List<SampledProblem> problems) {
    Set<Place> open = new LinkedHashSet<>();
    for (SampledProblem problem : problems) {
      Set<List<Integer>> good = good(problem);
      for (Sample sample : problem.samples()) {
        List<List<Integer>> places = places(sample);
        IntStream.range(known(places, good), places.size())
            .forEach(line -> open.add(new Place(problem, places.get(line))));
      }
    }
    Map<Place, Integer> reached = reached(List.copyOf(open));
    return problems.stream().map(problem -> goodLines(problem, reached)).toList();
  }

  private GoodLines goodLines(SampledProblem problem, Map<Place, Integer> reached) {
    Set<List<Integer>> good = good(problem);
    List<List<Float>> lines = new ArrayList<>();
    for (Sample sample : problem.samples()) {
      List<List<Integer>> places = places(sample);
      int[] counts =
          places.stream()
              .mapToInt(place -> reached.getOrDefault(new Place(problem, place), completions))
              .toArray();
      lines.add(
          sample.correct()
              ? Collections.nCopies(places.size() + 1, 1f)
              : Border.chances(counts, completions, known(places, good)));
    }
    return new GoodLines(problem.problem().id(), lines);
  }

  /** The beginnings of right samples. */
  private static Set<List<Integer>> good(SampledProblem problem) {
    Set<List<Integer>> good = new LinkedHashSet<>();
    problem.samples().stream().filter(Sample::correct).forEach(s -> good.addAll(places(s)));
    return good;
  }

  private static int known(List<List<Integer>> places, Set<List<Integer>> good) {
    return (int) places.stream().takeWhile(good::contains).count();
  }

  /** A sample's beginnings up to each of its lines' ends but the last's. */
  private static List<List<Integer>> places(Sample sample) {
    int[] ends = sample.lineEnds();
    List<Integer> tokens = IntStream.of(sample.tokens()).boxed().toList();
    return IntStream.range(0, ends.length - 1)
        .mapToObj(line -> tokens.subList(0, ends[line] + 1))
        .toList();
  }

  private Map<Place, Integer> reached(List<Place> places) {
    Map<Place, Integer> reached = new HashMap<>();
    int size = SolutionSampler.problemsAtOnce(completions);
    for (int from = 0; from < places.size(); from += size) {
      List<Place> part = places.subList(from, Math.min(places.size(), from + size));
      List<List<Drawn>> drawnNow =
          sampler.sample(part.stream().map(Rollouts::prompt).toList(), completions, 1, drawn);
      drawn += part.size();
      for (int i = 0; i < part.size(); i++) {
        reached.put(part.get(i), right(drawnNow.get(i), part.get(i).problem));
      }
    }
    return reached;
  }

  private int right(List<Drawn> completed, SampledProblem problem) {
    return (int)
        completed.stream()
            .map(completion -> tokenizer.decode(completion.tokens(), true))
            .filter(text -> SolutionChecker.correct(text, problem.problem().answer()))
            .count();
  }

  private static int[] prompt(Place place) {
    return IntStream.concat(
            IntStream.of(TaskVocabulary.encode(place.problem.problem().prompt())),
            place.lines.stream().mapToInt(Integer::intValue))
        .toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
    sampler.close();
  }
}
