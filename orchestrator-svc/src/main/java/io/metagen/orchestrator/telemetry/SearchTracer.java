package io.metagen.orchestrator.telemetry;

import io.metagen.orchestrator.strategy.BestOfN;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.orchestrator.strategy.Greedy;
import io.metagen.orchestrator.strategy.MajorityVote;
import io.metagen.orchestrator.strategy.Rebase;
import io.metagen.orchestrator.strategy.Strategy;
import io.metagen.orchestrator.strategy.WeightedVote;
import io.metagen.v1.RunResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** Opens one span for each run and, below it, one for each node of its search. */
public final class SearchTracer {
  private final Tracer tracer;

  /** A tracer of searches over OpenTelemetry's. */
  public SearchTracer(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Starts the span of a run as a child of the current span. */
  public RunTrace start(String runId, long seed, Strategy strategy) {
    Span root =
        tracer
            .spanBuilder("search " + name(strategy))
            .setAttribute("gen_ai.operation.name", "invoke_workflow")
            .setAttribute("gen_ai.provider.name", GenAiMetrics.PROVIDER)
            .setAttribute("gen_ai.workflow.name", name(strategy))
            .setAttribute("gen_ai.request.model", strategy.generation().getModel())
            .setAttribute("gen_ai.request.choice.count", strategy.sampleCount())
            .setAttribute("gen_ai.request.seed", seed)
            .setAttribute("metagen.run.id", runId)
            .startSpan();
    return new RunTrace(tracer, root);
  }

  static String name(Strategy strategy) {
    return switch (strategy) {
      case Greedy _ -> "greedy";
      case BestOfN _ -> "best_of_n";
      case MajorityVote _ -> "majority_vote";
      case WeightedVote _ -> "weighted_vote";
      case Rebase _ -> "rebase";
    };
  }

  /** The spans of one run, current on the run's thread until closed. Owner: that thread. */
  public static final class RunTrace implements AutoCloseable {
    private final Span root;
    private final Context context;
    private final NodeSpans nodes;
    private final Scope scope;
    private boolean finished;

    @SuppressWarnings("MustBeClosedChecker") // the scope ends in close()
    private RunTrace(Tracer tracer, Span root) {
      this.root = root;
      this.context = Context.current().with(root);
      this.scope = context.makeCurrent();
      this.nodes = new NodeSpans(tracer, root);
    }

    /** Returns the trace's id, empty where nothing is recorded or passed on. */
    public String traceId() {
      return root.getSpanContext().isValid() ? root.getSpanContext().getTraceId() : "";
    }

    /** Returns a sink that follows the nodes of the search on their way to {@code reader}. */
    public EventSink watching(EventSink reader) {
      return event -> {
        nodes.follow(event);
        reader.emit(event);
      };
    }

    /** Returns a task that runs below the run's span. */
    public Runnable wrap(Runnable task) {
      return context.wrap(task);
    }

    /** Notes what the run found. */
    public void finished(RunResult result) {
      finished = true;
      root.setAttribute("metagen.run.stop_reason", result.getStopReason().name())
          .setAttribute("gen_ai.usage.input_tokens", result.getCost().getPromptTokenCount())
          .setAttribute(
              "gen_ai.usage.cache_read.input_tokens", result.getCost().getCachedPromptTokenCount())
          .setAttribute("gen_ai.usage.output_tokens", result.getCost().getGeneratedTokenCount())
          .setAttribute("metagen.answer.node.id", result.getAnswer().getNodeId());
    }

    @Override
    public void close() {
      nodes.close(finished);
      if (!finished) {
        root.setStatus(StatusCode.ERROR);
      }
      scope.close();
      root.end();
    }
  }
}
