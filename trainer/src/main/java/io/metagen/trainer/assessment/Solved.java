package io.metagen.trainer.assessment;

import io.metagen.task.Problem;
import io.metagen.trainer.evaluation.Candidate;
import io.metagen.trainer.evaluation.Judged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A held-out problem with solutions to check and to correct.
 *
 * @param greedy the generator's greedy solution
 * @param candidates the greedy solution and samples, all different
 * @param fresh one more sample, which is drawn whatever the candidates are
 */
record Solved(Problem problem, Candidate greedy, List<Candidate> candidates, Candidate fresh) {

  /** Takes the last of a problem's samples as the fresh one. */
  static Solved of(Judged judged) {
    List<Candidate> samples = judged.samples();
    Map<String, Candidate> different = new LinkedHashMap<>();
    Stream.concat(Stream.of(judged.greedy()), samples.subList(0, samples.size() - 1).stream())
        .forEach(candidate -> different.putIfAbsent(candidate.text(), candidate));
    return new Solved(
        judged.problem(), judged.greedy(), List.copyOf(different.values()), samples.getLast());
  }
}
