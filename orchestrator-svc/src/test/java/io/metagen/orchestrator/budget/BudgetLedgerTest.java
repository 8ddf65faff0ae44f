package io.metagen.orchestrator.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger.Reservation;
import io.metagen.v1.Budget;
import io.metagen.v1.TokenUsage;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class BudgetLedgerTest {
  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;

  @Test
  void reserve_openReservations_countAtTheirMost() {
    BudgetLedger ledger = ledger(Budget.newBuilder().setMaxGeneratedTokens(100));
    try (Reservation open = ledger.reserve(generated(60))) {
      assertThat(ledger.fits(generated(40))).isTrue();
      assertThat(ledger.fits(generated(41))).isFalse();
      open.used(Usage.NONE);
    }
  }

  @Test
  void close_givesBackWhatWasNotUsed() {
    BudgetLedger ledger = ledger(Budget.newBuilder().setMaxGeneratedTokens(100));
    Reservation reservation = ledger.reserve(generated(60));
    reservation.used(usage(25));
    reservation.close();
    reservation.close();

    assertThat(ledger.fits(generated(75))).isTrue();
    assertThat(ledger.fits(generated(76))).isFalse();
    assertThat(ledger.cost().getGeneratedTokenCount()).isEqualTo(25);
  }

  @Test
  void cost_runningCalls_showWhatTheyReported() {
    BudgetLedger ledger = ledger(Budget.newBuilder());
    Reservation reservation = ledger.reserve(generated(60));
    reservation.used(usage(10));
    reservation.used(usage(12));
    now = now.plusMillis(1500);

    assertThat(ledger.cost().getGeneratedTokenCount()).isEqualTo(12);
    assertThat(Durations.toMillis(ledger.cost().getWallTime())).isEqualTo(1500);
  }

  @Test
  void usage_processedTokens_leaveCachedOnesOutAndCountRecomputedOnes() {
    Usage usage =
        Usage.ofGenerator(
            TokenUsage.newBuilder()
                .setPromptTokenCount(50)
                .setCachedPromptTokenCount(32)
                .setGeneratedTokenCount(7)
                .setRecomputedTokenCount(5)
                .build());

    assertThat(usage.processedTokens()).isEqualTo(50 - 32 + 7 + 5);
  }

  @Test
  void reserve_eachLimit_isNamed() {
    assertSpent(Budget.newBuilder().setMaxGeneratedTokens(0), "max_generated_tokens");
    assertSpent(Budget.newBuilder().setMaxTotalTokens(0), "max_total_tokens");
    assertSpent(Budget.newBuilder().setMaxGeneratorCalls(0), "max_generator_calls");
    assertSpent(Budget.newBuilder().setMaxVerifierCalls(0), "max_verifier_calls");
    assertSpent(Budget.newBuilder().setMaxFlops(0.5), "max_flops");
  }

  @Test
  void modelShape_flops_sumOverPositions() {
    ModelShape shape = new ModelShape(100, 10, 3);
    double expected = 0;
    for (int position = 4; position < 9; position++) {
      expected += 10 + 3 * (position + 1);
    }

    assertThat(shape.flops(4, 5)).isEqualTo(expected);
  }

  private void assertSpent(Budget.Builder budget, String limit) {
    assertThatThrownBy(() -> ledger(budget).reserve(new Spend(1, 1, 1, 1, 1)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("spec.budget." + limit);
  }

  private BudgetLedger ledger(Budget.Builder budget) {
    return new BudgetLedger(budget.build(), clock);
  }

  private static Spend generated(long tokens) {
    return new Spend(tokens, tokens, 1, 0, 0);
  }

  private static Usage usage(long generated) {
    return Usage.ofGenerator(TokenUsage.newBuilder().setGeneratedTokenCount(generated).build());
  }
}
