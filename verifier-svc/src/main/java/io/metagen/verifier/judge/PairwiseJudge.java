package io.metagen.verifier.judge;

import io.metagen.verifier.judge.JudgeGenerator.Spent;
import io.metagen.verifier.judge.JudgeGenerator.Verdict;
import io.metagen.verifier.utility.Preference;
import java.util.List;
import java.util.Map;

/**
 * Asks a generator which of two candidates of one problem is better (Zheng et al. 2023, section
 * 3.1): the probability of "A" behind both, over "A" and "B" alone.
 *
 * @param template what it is shown, with {@code {problem}}, {@code {first}} and {@code {second}}
 */
public record PairwiseJudge(JudgeGenerator generator, String problem, String template)
    implements Preference {
  private static final List<String> NAMES = List.of("A", "B");

  /** Stands for a template where none is given. */
  public static final String TEMPLATE =
      """
      {problem}

      Solution A:
      {first}

      Solution B:
      {second}

      Which solution is better (A/B)?
      """;

  /**
   * Asks with the candidates in this order. Blocks; an interrupt gives up.
   *
   * @throws io.metagen.error.ServiceException if the generator fails
   * @throws NoVerdictException if it refuses what it is shown, or gives neither a probability
   */
  @Override
  public Answer between(String first, String second) {
    Map<String, String> values =
        Map.of("problem", problem.strip(), "first", first.strip(), "second", second.strip());
    Verdict verdict = generator.verdict(new Template(template).filled(values), NAMES);
    Spent spent = verdict.spent();
    return new Answer(
        verdict.shares().getFirst(), spent.tokens(), spent.cachedTokens(), spent.flops());
  }
}
