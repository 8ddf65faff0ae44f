package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.BudgetLedger.Reservation;
import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.Candidate;
import io.metagen.v1.Problem;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The calls that judge the groups of a parallel search, each reserved from the start. */
final class Judges {
  private final Judging judging;
  private final Problem problem;
  private final List<Reservation> reservations = new ArrayList<>();
  private final BitSet started = new BitSet();
  private final BitSet ended = new BitSet();

  Judges(Judging judging, Plan plan, Search search, PromptFacts prompt) {
    this.judging = judging;
    this.problem = problem(judging, search);
    for (int group = 0; group < plan.groupCount(); group++) {
      reservations.add(
          search.ledger().reserve(plan.judgement(prompt, plan.groupSize(group), judging.neural())));
    }
  }

  /** Returns a call that finds out, before anything is drawn, whether candidates can be judged. */
  static VerifyRequest validation(Judging judging, Search search) {
    return VerifyRequest.newBuilder()
        .setProblem(problem(judging, search))
        .setVerifier(judging.verifier())
        .setValidateOnly(true)
        .build();
  }

  private static Problem problem(Judging judging, Search search) {
    return judging.scores()
        ? search.problem()
        : search.problem().toBuilder().clearReferenceAnswer().build();
  }

  /** Returns whether the group is to be judged now: not yet started, and not empty. */
  boolean start(int group, List<Integer> members) {
    if (started.get(group) || members.isEmpty()) {
      return false;
    }
    started.set(group);
    return true;
  }

  void finished(int group, Usage usage) {
    ended.set(group);
    reservations.get(group).used(usage);
    reservations.get(group).close();
  }

  boolean busy() {
    return ended.cardinality() < started.cardinality();
  }

  /** Returns whether the scores are the strategy's, and not only the answers. */
  boolean scores() {
    return judging.scores();
  }

  VerifyRequest request(List<Candidate> candidates) {
    VerifyRequest.Builder request =
        VerifyRequest.newBuilder().setProblem(problem).setVerifier(judging.verifier());
    for (Candidate candidate : candidates) {
      request.addCandidates(VerifyCandidate.newBuilder().setText(candidate.getText()));
    }
    return request.build();
  }

  void close() {
    reservations.forEach(Reservation::close);
  }
}
