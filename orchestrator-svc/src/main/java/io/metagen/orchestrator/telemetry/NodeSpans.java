package io.metagen.orchestrator.telemetry;

import io.metagen.v1.NodeCreated;
import io.metagen.v1.SearchEventOrBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One span for each node of a search, from its creation to the end of the run or until it is given
 * up. The root is the run's own span. Attributes: metagen.node.id, metagen.node.parent_id,
 * metagen.node.outcome (finished, pruned_budget, pruned_failed ..., cancelled) and the node's
 * score.
 */
final class NodeSpans {
  private static final String OUTCOME = "metagen.node.outcome";

  private final Tracer tracer;
  private final Span root;
  private final Map<String, Span> open = new HashMap<>();
  private final Map<String, Boolean> complete = new HashMap<>();

  NodeSpans(Tracer tracer, Span root) {
    this.tracer = tracer;
    this.root = root;
  }

  void follow(SearchEventOrBuilder event) {
    switch (event.getEventCase()) {
      case NODE_CREATED -> created(event.getNodeCreated());
      case NODE_SCORED ->
          span(event.getNodeScored().getNodeId())
              .setAttribute("gen_ai.evaluation.name", event.getNodeScored().getVerifier())
              .setAttribute("gen_ai.evaluation.score.value", event.getNodeScored().getScore());
      case NODE_PRUNED -> {
        String reason = event.getNodePruned().getReason().name();
        end(
            event.getNodePruned().getNodeId(),
            "pruned_" + reason.substring("PRUNE_REASON_".length()).toLowerCase(Locale.ROOT));
      }
      case CANDIDATE_FINISHED -> {
        String node = event.getCandidateFinished().getNodeId();
        complete.put(node, true);
        span(node)
            .setAttribute(
                "gen_ai.usage.output_tokens",
                event.getCandidateFinished().getCandidate().getTokenCount())
            .addEvent("candidate finished");
      }
      case RUN_STARTED,
          TOKEN_PROGRESS,
          ANSWER_CHANGED,
          BUDGET_USED,
          RUN_FINISHED,
          EVENT_NOT_SET -> {}
    }
  }

  void close(boolean finished) {
    for (String node : Map.copyOf(open).keySet()) {
      end(node, complete.containsKey(node) ? "finished" : "cancelled");
    }
    root.setAttribute(OUTCOME, finished ? "finished" : "failed");
  }

  private void created(NodeCreated node) {
    if (node.getParentNodeId().isEmpty()) {
      root.setAttribute("metagen.node.id", node.getNodeId())
          .setAttribute("metagen.node.parent_id", "");
      return;
    }
    Span parent = open.getOrDefault(node.getParentNodeId(), root);
    open.put(
        node.getNodeId(),
        tracer
            .spanBuilder("node " + node.getNodeId())
            .setParent(Context.current().with(parent))
            .setAttribute("metagen.node.id", node.getNodeId())
            .setAttribute("metagen.node.parent_id", node.getParentNodeId())
            .startSpan());
  }

  private Span span(String node) {
    return open.getOrDefault(node, Span.getInvalid());
  }

  private void end(String node, String outcome) {
    Span span = open.remove(node);
    if (span != null) {
      span.setAttribute(OUTCOME, outcome).end();
    }
  }
}
