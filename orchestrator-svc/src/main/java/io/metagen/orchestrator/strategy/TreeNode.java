package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.FinishReason;
import io.metagen.v1.SampleFinished;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A beginning of a solution, or a whole one, in a search over steps.
 *
 * @param tokens all tokens after the prompt
 * @param text their text
 * @param stepTokens those that the node's own step added
 * @param reason why its last step ended
 * @param score what the verifier gave it, null before or where it failed
 */
record TreeNode(
    NodeId id,
    List<Integer> tokens,
    String text,
    int stepTokens,
    FinishReason reason,
    @Nullable Double score) {
  /** The problem alone. */
  static final TreeNode ROOT =
      new TreeNode(NodeId.ROOT, List.of(), "", 0, FinishReason.FINISH_REASON_STEP, null);

  TreeNode {
    tokens = List.copyOf(tokens);
  }

  /** Returns the node that a finished sample makes. */
  TreeNode child(SampleFinished step) {
    List<Integer> longer = new ArrayList<>(tokens);
    longer.addAll(step.getTokenIdsList());
    return new TreeNode(
        id.child(step.getSampleIndex()),
        longer,
        text + step.getText(),
        step.getTokenIdsCount(),
        step.getFinishReason(),
        null);
  }

  TreeNode scored(double value) {
    return new TreeNode(id, tokens, text, stepTokens, reason, value);
  }

  TreeNode ended(FinishReason because) {
    return new TreeNode(id, tokens, text, stepTokens, because, score);
  }

  /** Returns whether another step may follow. */
  boolean open() {
    return reason == FinishReason.FINISH_REASON_STEP;
  }

  /** Returns the score; below every score where there is none. */
  double scoreOrLeast() {
    return score == null ? Double.NEGATIVE_INFINITY : score;
  }

  /** Returns the node as a candidate without its answer. */
  Candidate candidate(int index) {
    Candidate.Builder candidate =
        Candidate.newBuilder()
            .setNodeId(id.toString())
            .setIndex(index)
            .setText(text)
            .setTokenCount(tokens.size())
            .setFinishReason(reason);
    if (score != null) {
      candidate.setScore(score);
    }
    return candidate.build();
  }
}
