package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger.Reservation;
import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.PruneReason;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores the nodes of one depth with one call. */
final class StepJudge {
  private final Verifier verifier;
  private final Search search;
  private final Ports ports;
  private final Leaves leaves;
  private final Ending ending;

  StepJudge(Verifier verifier, Search search, Ports ports, Leaves leaves, Ending ending) {
    this.verifier = verifier;
    this.search = search;
    this.ports = ports;
    this.leaves = leaves;
    this.ending = ending;
  }

  /**
   * Returns the nodes that got a score; empty where the call failed, which the ending then knows.
   *
   * @throws ServiceException where the caller is at fault
   */
  Optional<List<TreeNode>> judge(List<TreeNode> nodes, Reservation reservation)
      throws InterruptedException {
    VerifyResponse response;
    try {
      response = ports.verifier().verify(request(nodes));
    } catch (ServiceException failure) {
      ending.judgingFailed(failure);
      return Optional.empty();
    }
    reservation.used(Usage.ofVerifier(response.getUsage()));
    List<TreeNode> scored = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      take(nodes.get(i), response.getVerifications(i), response.getVerifier())
          .ifPresent(scored::add);
    }
    return Optional.of(scored);
  }

  private VerifyRequest request(List<TreeNode> nodes) {
    VerifyRequest.Builder request =
        VerifyRequest.newBuilder().setProblem(search.problem()).setVerifier(verifier);
    for (TreeNode node : nodes) {
      request.addCandidates(VerifyCandidate.newBuilder().setText(node.text()));
    }
    return request.build();
  }

  private Optional<TreeNode> take(TreeNode node, Verification verification, String verifierName)
      throws InterruptedException {
    boolean leaf = leaves.judge(node.id(), verification);
    if (!verification.hasFailure()) {
      ending.judged();
    } else {
      ending.candidateFailed(node.candidate(0), verification.getFailure());
    }
    if (!verification.hasScore()) {
      if (!leaf) {
        ports.events().emit(SearchEvents.pruned(node.id(), PruneReason.PRUNE_REASON_FAILED));
      }
      return Optional.empty();
    }
    TreeNode scored = node.scored(verification.getScore());
    ports.events().emit(SearchEvents.scored(scored.candidate(0), verifierName));
    return Optional.of(scored);
  }
}
