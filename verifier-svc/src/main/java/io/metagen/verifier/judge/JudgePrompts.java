package io.metagen.verifier.judge;

import java.util.Map;

/**
 * What a judge is shown: texts with {@code {problem}}, {@code {candidate}}, {@code {critique}} and
 * {@code {rubric}} in their places.
 *
 * @param verdict comes before the verdict
 * @param critique comes before a critique
 */
public record JudgePrompts(String verdict, String critique) {
  /** Before "Yes" or "No" (Zhang et al. 2024, section 3). */
  public static final JudgePrompts YES_NO =
      new JudgePrompts(
          """
          {problem}

          Proposed solution:
          {candidate}

          {critique}Is the answer correct (Yes/No)?
          """,
          """
          {problem}

          Proposed solution:
          {candidate}

          Let's verify step by step.
          """);

  /** Before a point from 1 to 5 (Kim et al. 2024). */
  public static final JudgePrompts SCALE =
      new JudgePrompts(
          """
          {problem}

          Response to evaluate:
          {candidate}

          Score rubric:
          {rubric}

          {critique}Score from 1 to 5:
          """,
          """
          {problem}

          Response to evaluate:
          {candidate}

          Score rubric:
          {rubric}

          Feedback that assesses the quality of the response by the rubric:
          """);

  /** Stands for a rubric where none is given. */
  public static final String RUBRIC =
      """
      1: wrong from the beginning. 2: mostly wrong. 3: partly right. 4: right but for details.
      5: right in every step, with the right answer.""";

  /**
   * What is put into the places.
   *
   * @param critique empty for none
   */
  record Values(String problem, String candidate, String critique, String rubric) {}

  String verdict(Values values) {
    return filled(verdict, values);
  }

  String critique(Values values) {
    return filled(critique, values);
  }

  private static String filled(String template, Values values) {
    String said = values.critique.strip();
    return new Template(template)
        .filled(
            Map.of(
                "problem", values.problem.strip(),
                "candidate", values.candidate.strip(),
                "critique", said.isEmpty() ? "" : said + "\n",
                "rubric", values.rubric.strip()));
  }
}
