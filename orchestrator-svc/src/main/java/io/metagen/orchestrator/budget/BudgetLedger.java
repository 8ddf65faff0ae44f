package io.metagen.orchestrator.budget;

import com.google.protobuf.util.Durations;
import io.metagen.error.ServiceException;
import io.metagen.v1.Budget;
import io.metagen.v1.Cost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The budget of one run and what was spent of it. Calls are reserved at the most that they can cost
 * before they start; afterwards the reservation is replaced by what they did cost. Time is not
 * reserved: see {@link TimeLimit}.
 *
 * <p>Not thread-safe. Owner: the thread of the run.
 */
public final class BudgetLedger {
  private final Budget budget;
  private final InstantSource clock;
  private final Instant start;
  private final List<Reservation> open = new ArrayList<>();
  private Usage closed = Usage.NONE;

  /** A budget of which nothing is spent; the wall time starts now. */
  public BudgetLedger(Budget budget, InstantSource clock) {
    this.budget = budget;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Returns whether that much is left besides what is reserved. */
  public boolean fits(Spend wanted) {
    return firstExceeded(wanted).isEmpty();
  }

  /**
   * Sets that much aside.
   *
   * @throws ServiceException BUDGET_SPENT where it does not fit, naming the limit
   */
  public Reservation reserve(Spend wanted) {
    Optional<Limit> exceeded = firstExceeded(wanted);
    if (exceeded.isPresent()) {
      Limit limit = exceeded.get();
      throw ServiceException.budgetSpent("spec.budget." + limit.field(), limit.describe());
    }
    Reservation reservation = new Reservation(wanted);
    open.add(reservation);
    return reservation;
  }

  /** Adds what no reservation was made for. */
  public void note(Usage usage) {
    closed = closed.plus(usage);
  }

  /** Returns the cost so far: of what is settled, and of what running calls have reported. */
  public Cost cost() {
    Usage used = closed;
    for (Reservation reservation : open) {
      used = used.plus(reservation.used);
    }
    return used.cost().toBuilder()
        .setWallTime(
            Durations.fromNanos(java.time.Duration.between(start, clock.instant()).toNanos()))
        .build();
  }

  /** Returns when the run started. */
  public Instant start() {
    return start;
  }

  private Optional<Limit> firstExceeded(Spend wanted) {
    Spend taken = wanted;
    for (Reservation reservation : open) {
      taken = taken.plus(reservation.most);
    }
    return limits(taken).stream().filter(Limit::exceeded).findFirst();
  }

  private List<Limit> limits(Spend taken) {
    Cost spent = closed.cost();
    List<Limit> limits = new ArrayList<>();
    if (budget.hasMaxGeneratedTokens()) {
      double needed = (double) spent.getGeneratedTokenCount() + taken.generatedTokens();
      limits.add(new Limit("max_generated_tokens", budget.getMaxGeneratedTokens(), needed));
    }
    if (budget.hasMaxTotalTokens()) {
      double needed = (double) closed.processedTokens() + taken.processedTokens();
      limits.add(new Limit("max_total_tokens", budget.getMaxTotalTokens(), needed));
    }
    if (budget.hasMaxGeneratorCalls()) {
      double needed = (double) spent.getGeneratorCallCount() + taken.generatorCalls();
      limits.add(new Limit("max_generator_calls", budget.getMaxGeneratorCalls(), needed));
    }
    if (budget.hasMaxVerifierCalls()) {
      double needed = (double) spent.getVerifierCallCount() + taken.verifierCalls();
      limits.add(new Limit("max_verifier_calls", budget.getMaxVerifierCalls(), needed));
    }
    if (budget.hasMaxFlops()) {
      double needed = spent.getGeneratorFlops() + spent.getVerifierFlops() + taken.flops();
      limits.add(new Limit("max_flops", budget.getMaxFlops(), needed));
    }
    return limits;
  }

  private record Limit(String field, double allowed, double needed) {
    boolean exceeded() {
      return needed > allowed;
    }

    String describe() {
      return String.format("allows %.0f, the next step may need %.0f in all", allowed, needed);
    }
  }

  /** A part of the budget that is set aside for a call. Closing it keeps what was used. */
  public final class Reservation implements AutoCloseable {
    private final Spend most;
    private Usage used = Usage.NONE;

    private Reservation(Spend most) {
      this.most = most;
    }

    /** Replaces what the call has used so far. */
    public void used(Usage soFar) {
      used = soFar;
    }

    /** Gives back what was not used. A second call does nothing. */
    @Override
    public void close() {
      if (open.remove(this)) {
        closed = closed.plus(used);
      }
    }
  }
}
