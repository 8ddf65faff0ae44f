package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.Budget;
import io.metagen.v1.Generation;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Prompt;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.Verifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompt of 10 tokens, outputs of at most 20, context 100, groups of 4. */
final class PlannerTest {
  private static final int PROMPT = 10;
  private static final int OUTPUT = 20;
  private static final Judging REWARD =
      new Judging(
          Verifier.newBuilder()
              .setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance())
              .build(),
          true,
          true);
  private static final Judging ANSWER =
      new Judging(
          Verifier.newBuilder().setAnswerCheck(AnswerCheck.getDefaultInstance()).build(),
          false,
          false);

  @Test
  void plan_noLimit_everythingInGroupsOfFour() {
    assertThat(plan(Budget.newBuilder(), 10, REWARD))
        .isEqualTo(new Plan(10, OUTPUT, false, 3, false));
  }

  @Test
  void plan_totalTokens_countPromptOutputsAndEveryReadingOfTheVerifier() {
    long sixJudgedInTwo = PROMPT + 6 * OUTPUT + 2 * PROMPT + 6 * OUTPUT;

    assertThat(plan(Budget.newBuilder().setMaxTotalTokens(sixJudgedInTwo), 10, REWARD))
        .isEqualTo(new Plan(6, OUTPUT, false, 2, true));
    assertThat(plan(Budget.newBuilder().setMaxTotalTokens(sixJudgedInTwo - 1), 10, REWARD))
        .isEqualTo(new Plan(6, OUTPUT, false, 1, true));
  }

  @Test
  void plan_answerCheck_costsNoTokens() {
    assertThat(plan(Budget.newBuilder().setMaxTotalTokens(PROMPT + 10 * OUTPUT), 10, ANSWER))
        .isEqualTo(new Plan(10, OUTPUT, false, 3, false));
  }

  @Test
  void plan_flops_areThoseOfTheFormula() {
    double prefill = 100.0 * PROMPT + 2 * (1 + PROMPT) * PROMPT / 2.0;
    double sample = 100.0 * OUTPUT + 2 * (11 + 30) * OUTPUT / 2.0;

    assertThat(plan(Budget.newBuilder().setMaxFlops(prefill + 3 * sample), 8, ANSWER).sampleCount())
        .isEqualTo(3);
    assertThat(
            plan(Budget.newBuilder().setMaxFlops(prefill + 3 * sample - 1), 8, ANSWER)
                .sampleCount())
        .isEqualTo(2);
  }

  @Test
  void plan_verifierCallsShort_fewerLargerGroups() {
    assertThat(plan(Budget.newBuilder().setMaxVerifierCalls(2), 16, REWARD))
        .isEqualTo(new Plan(16, OUTPUT, false, 2, false));
  }

  @Test
  void plan_optionalJudgingDoesNotFit_isLeftOutWithoutShrinking() {
    assertThat(plan(Budget.newBuilder().setMaxVerifierCalls(0), 1, ANSWER))
        .isEqualTo(new Plan(1, OUTPUT, false, 0, false));
  }

  @Test
  void plan_lessThanOneSample_shortensIt() {
    assertThat(plan(Budget.newBuilder().setMaxGeneratedTokens(7), 4, REWARD))
        .isEqualTo(new Plan(1, 7, true, 0, true));
    assertThat(plan(Budget.newBuilder().setMaxTotalTokens(PROMPT + 1), 4, REWARD))
        .isEqualTo(new Plan(1, 1, true, 0, true));
  }

  @Test
  void plan_notOneToken_isBudgetSpent() {
    assertThatThrownBy(() -> plan(Budget.newBuilder().setMaxTotalTokens(PROMPT), 4, REWARD))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("spec.budget.max_total_tokens");
  }

  @Test
  void groups_coverAllCandidatesOnceInOrder() {
    for (int samples = 1; samples <= 40; samples++) {
      for (int groups = 1; groups <= samples; groups++) {
        Plan plan = new Plan(samples, OUTPUT, false, groups, false);
        int next = 0;
        for (int group = 0; group < groups; group++) {
          assertThat(plan.groupStart(group)).isEqualTo(next);
          assertThat(plan.groupSize(group)).isBetween(samples / groups, samples / groups + 1);
          next += plan.groupSize(group);
        }
        assertThat(next).isEqualTo(samples);
      }
    }
  }

  private static Plan plan(Budget.Builder budget, int samples, Judging judging) {
    SampleRequest request =
        new SampleRequest(
            Prompt.getDefaultInstance(),
            Generation.newBuilder()
                .setStop(StopCriteria.newBuilder().setMaxOutputTokens(OUTPUT))
                .build(),
            List.of(Branch.ofPrompt(0, samples)),
            "");
    BudgetLedger ledger = new BudgetLedger(budget.build(), InstantSource.fixed(Instant.EPOCH));
    PromptFacts prompt = new PromptFacts(PROMPT, new ModelShape(100, 100, 2));
    return new Planner(ledger, prompt, request).plan(samples, judging, 4);
  }
}
