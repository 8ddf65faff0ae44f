package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.Candidate;
import io.metagen.v1.Cost;
import io.metagen.v1.FinishReason;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The candidates of a parallel search: which are complete and what is known of them. */
final class CandidateBook {
  private final Plan plan;
  private final SortedMap<Integer, Candidate> complete = new TreeMap<>();
  private final int[] grown;

  CandidateBook(Plan plan) {
    this.plan = plan;
    this.grown = new int[plan.sampleCount()];
  }

  void grew(SampleDelta delta) {
    grown[delta.getSampleIndex()] += delta.getTokenIdsCount();
  }

  Candidate add(SampleFinished sample) {
    int index = sample.getSampleIndex();
    Candidate candidate =
        Candidate.newBuilder()
            .setNodeId(NodeId.ROOT.child(index).toString())
            .setIndex(index)
            .setText(sample.getText())
            .setTokenCount(sample.getTokenIdsCount())
            .setFinishReason(finishReason(sample.getFinishReason()))
            .build();
    complete.put(index, candidate);
    return candidate;
  }

  /**
   * Adds what a verifier said.
   *
   * @param withScore whether its score is one of the strategy
   */
  Candidate judge(int index, Verification verification, boolean withScore) {
    Candidate.Builder judged = get(index).toBuilder();
    if (verification.hasAnswer()) {
      judged.setAnswer(verification.getAnswer());
    }
    if (withScore && verification.hasScore()) {
      judged.setScore(verification.getScore());
    }
    Candidate candidate = judged.build();
    complete.put(index, candidate);
    return candidate;
  }

  Candidate get(int index) {
    Candidate candidate = complete.get(index);
    if (candidate == null) {
      throw new IllegalStateException("candidate " + index + " is not complete");
    }
    return candidate;
  }

  List<Candidate> candidates() {
    return List.copyOf(complete.values());
  }

  boolean isEmpty() {
    return complete.isEmpty();
  }

  /** Returns the complete candidates of a group. */
  List<Integer> members(int group) {
    return List.copyOf(
        complete.subMap(plan.groupStart(group), plan.groupStart(group + 1)).keySet());
  }

  boolean groupComplete(int group) {
    return members(group).size() == plan.groupSize(group);
  }

  /** Returns the group of a candidate. */
  int groupOf(int index) {
    return IntStream.range(0, plan.groupCount())
        .filter(group -> index < plan.groupStart(group + 1))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the candidates that never became complete. */
  List<Integer> unfinished() {
    List<Integer> unfinished = new ArrayList<>();
    for (int index = 0; index < plan.sampleCount(); index++) {
      if (!complete.containsKey(index)) {
        unfinished.add(index);
      }
    }
    return unfinished;
  }

  /**
   * Returns what the generator call used as far as its events tell: the prompt without any cache,
   * complete candidates, and what was seen of the others.
   */
  Usage observed(PromptFacts prompt, boolean pruned) {
    long lost = 0;
    double flops = prompt.model().flops(0, prompt.tokenCount());
    for (int index : unfinished()) {
      lost += grown[index];
      flops += prompt.model().flops(prompt.tokenCount(), grown[index]);
    }
    long generated = lost;
    for (Candidate candidate : complete.values()) {
      generated += candidate.getTokenCount();
      flops += prompt.model().flops(prompt.tokenCount(), candidate.getTokenCount());
    }
    Cost cost =
        Cost.newBuilder()
            .setPromptTokenCount(prompt.tokenCount())
            .setGeneratedTokenCount(generated)
            .setPrunedTokenCount(pruned ? lost : 0)
            .setGeneratorCallCount(1)
            .setGeneratorFlops(flops)
            .build();
    return new Usage(cost, prompt.tokenCount() + generated);
  }

  private FinishReason finishReason(FinishReason reason) {
    return plan.outputShortened() && reason == FinishReason.FINISH_REASON_LENGTH
        ? FinishReason.FINISH_REASON_BUDGET
        : reason;
  }
}
