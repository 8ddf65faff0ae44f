package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.Cost;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The children of one depth of a search as their generator call tells of them. */
final class Level implements SampleListener {
  private final LevelPlan plan;
  private final EventSink events;
  private final boolean tokenProgress;
  private final List<@Nullable TreeNode[]> finished = new ArrayList<>();
  private final List<int[]> grown = new ArrayList<>();

  Level(LevelPlan plan, EventSink events, boolean tokenProgress) {
    this.plan = plan;
    this.events = events;
    this.tokenProgress = tokenProgress;
    for (int count : plan.children()) {
      finished.add(new TreeNode[count]);
      grown.add(new int[count]);
    }
  }

  void announce() throws InterruptedException {
    for (int parent = 0; parent < finished.size(); parent++) {
      for (int index = 0; index < finished.get(parent).length; index++) {
        events.emit(SearchEvents.created(id(parent, index), plan.parents().get(parent).id()));
      }
    }
  }

  @Override
  public void grew(SampleDelta delta) throws InterruptedException {
    grown.get(delta.getInputIndex())[delta.getSampleIndex()] += delta.getTokenIdsCount();
    if (tokenProgress) {
      events.emit(SearchEvents.progress(id(delta.getInputIndex(), delta.getSampleIndex()), delta));
    }
  }

  @Override
  public void finished(SampleFinished sample) {
    TreeNode parent = plan.parents().get(sample.getInputIndex());
    finished.get(sample.getInputIndex())[sample.getSampleIndex()] = parent.child(sample);
  }

  /** Returns the children that are there, in the order of their creation. */
  List<TreeNode> children() {
    List<TreeNode> children = new ArrayList<>();
    for (@Nullable TreeNode[] siblings : finished) {
      for (@Nullable TreeNode child : siblings) {
        if (child != null) {
          children.add(child);
        }
      }
    }
    return children;
  }

  /** Returns the children that never came. */
  List<NodeId> missing() {
    List<NodeId> missing = new ArrayList<>();
    for (int parent = 0; parent < finished.size(); parent++) {
      for (int index = 0; index < finished.get(parent).length; index++) {
        if (finished.get(parent)[index] == null) {
          missing.add(id(parent, index));
        }
      }
    }
    return missing;
  }

  /** Returns what the call used as far as its events tell, where it did not report. */
  Usage observed(PromptFacts prompt) {
    ModelShape model = prompt.model();
    Cost.Builder cost = Cost.newBuilder().setGeneratorCallCount(1);
    double flops = 0;
    for (int parent = 0; parent < grown.size(); parent++) {
      long prefix = plan.prefix(prompt, parent);
      cost.setPromptTokenCount(cost.getPromptTokenCount() + prefix);
      flops += model.flops(0, prefix);
      for (int tokens : grown.get(parent)) {
        cost.setGeneratedTokenCount(cost.getGeneratedTokenCount() + tokens);
        flops += model.flops(prefix, tokens);
      }
    }
    cost.setGeneratorFlops(flops);
    return new Usage(cost.build(), cost.getPromptTokenCount() + cost.getGeneratedTokenCount());
  }

  private NodeId id(int parent, int index) {
    return plan.parents().get(parent).id().child(index);
  }
}
