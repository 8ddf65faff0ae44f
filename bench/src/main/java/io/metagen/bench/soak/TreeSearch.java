package io.metagen.bench.soak;

import io.metagen.v1.FinishReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.StepBoundary;
import io.metagen.v1.StopCriteria;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A search as strategies do it: each level is one call that draws one step for some of the last
 * level's outputs, so that its prompts lie in the prefix cache as long as nobody evicts them. Which
 * outputs go on is random.
 */
final class TreeSearch {
  private static final int LEVELS = 5;
  private static final int WIDTH = 4;
  private static final int STEP_TOKENS = 40;
  private static final int MOST_TOKENS = 460;

  private final Requests requests;
  private final Calls calls;

  TreeSearch(Requests requests, Calls calls) {
    this.requests = requests;
    this.calls = calls;
  }

  /** Searches until the levels are done, no output can go on, or a call fails. */
  void run(Card card) throws InterruptedException {
    SplittableRandom random = card.random();
    Optional<List<Integer>> root = calls.tokenize(requests.problem(random));
    List<List<Integer>> frontier = root.map(List::of).orElse(List.of());
    for (int level = 0; level < LEVELS && !frontier.isEmpty(); level++) {
      List<List<Integer>> parents = frontier;
      frontier =
          calls
              .generate(card.kind(), level(parents, card.size(), random))
              .map(samples -> chosen(parents, samples, random))
              .orElse(List.of());
    }
  }

  private static GenerateRequest level(
      List<List<Integer>> parents, int samples, SplittableRandom random) {
    GenerateRequest.Builder request =
        GenerateRequest.newBuilder()
            .setStreamDeltas(false)
            .setStop(
                StopCriteria.newBuilder()
                    .setMaxOutputTokens(STEP_TOKENS)
                    .setStep(StepBoundary.newBuilder().setDelimiter("\n")));
    for (List<Integer> parent : parents) {
      request.addInputs(Requests.input(Requests.tokens(parent), samples / parents.size(), random));
    }
    return request.build();
  }

  /** Returns some of the outputs that can go on, each with its prompt before it. */
  static List<List<Integer>> chosen(
      List<List<Integer>> parents, List<SampleFinished> samples, SplittableRandom random) {
    List<List<Integer>> open = new ArrayList<>();
    for (SampleFinished sample : samples) {
      List<Integer> path = new ArrayList<>(parents.get(sample.getInputIndex()));
      path.addAll(sample.getTokenIdsList());
      if (sample.getFinishReason() == FinishReason.FINISH_REASON_STEP
          && path.size() <= MOST_TOKENS) {
        open.add(path);
      }
    }
    while (open.size() > WIDTH) {
      open.remove(random.nextInt(open.size()));
    }
    return open;
  }
}
