package io.metagen.orchestrator.strategy;

import io.metagen.v1.AnswerChanged;
import io.metagen.v1.BudgetUsed;
import io.metagen.v1.Candidate;
import io.metagen.v1.CandidateFinished;
import io.metagen.v1.Cost;
import io.metagen.v1.NodeCreated;
import io.metagen.v1.NodePruned;
import io.metagen.v1.NodeScored;
import io.metagen.v1.PruneReason;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.TokenProgress;

/** The events of a search, without their number and time. */
final class SearchEvents {
  private SearchEvents() {}

  static SearchEvent.Builder rootCreated() {
    return SearchEvent.newBuilder()
        .setNodeCreated(NodeCreated.newBuilder().setNodeId(NodeId.ROOT.toString()));
  }

  static SearchEvent.Builder created(NodeId node, NodeId parent) {
    return SearchEvent.newBuilder()
        .setNodeCreated(
            NodeCreated.newBuilder().setNodeId(node.toString()).setParentNodeId(parent.toString()));
  }

  static SearchEvent.Builder progress(NodeId node, SampleDelta delta) {
    return SearchEvent.newBuilder()
        .setTokenProgress(
            TokenProgress.newBuilder()
                .setNodeId(node.toString())
                .setText(delta.getText())
                .setTokenCount(delta.getTokenIdsCount()));
  }

  static SearchEvent.Builder finished(Candidate candidate) {
    return SearchEvent.newBuilder()
        .setCandidateFinished(
            CandidateFinished.newBuilder()
                .setNodeId(candidate.getNodeId())
                .setCandidate(candidate));
  }

  static SearchEvent.Builder scored(Candidate candidate, String verifier) {
    return SearchEvent.newBuilder()
        .setNodeScored(
            NodeScored.newBuilder()
                .setNodeId(candidate.getNodeId())
                .setScore(candidate.getScore())
                .setVerifier(verifier));
  }

  static SearchEvent.Builder pruned(NodeId node, PruneReason reason) {
    return SearchEvent.newBuilder()
        .setNodePruned(NodePruned.newBuilder().setNodeId(node.toString()).setReason(reason));
  }

  static SearchEvent.Builder answerChanged(Candidate best) {
    return SearchEvent.newBuilder().setAnswerChanged(AnswerChanged.newBuilder().setCandidate(best));
  }

  static SearchEvent.Builder used(Cost cost) {
    return SearchEvent.newBuilder().setBudgetUsed(BudgetUsed.newBuilder().setCost(cost));
  }
}
